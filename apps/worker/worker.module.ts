import { Module } from '@nestjs/common';
import { EventsWorkerModule } from '#events';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { LogModule } from '#platform/log';
import { QueueModule } from '#platform/queue';

/** Everything that works on the news: the relay, the deliveries, and the libs that hear them. */
@Module({ imports: [ConfigModule, LogModule, ClockModule, DbModule, BroadcastModule, QueueModule, EventsWorkerModule] })
export class WorkerModule {}
