import { Module } from '@nestjs/common';
import { ConnectorsModule } from '#connectors';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { LogModule } from '#platform/log';

/** What the operator's commands work with. */
@Module({ imports: [ConfigModule, LogModule, ClockModule, DbModule, BroadcastModule, ConnectorsModule] })
export class CliModule {}
