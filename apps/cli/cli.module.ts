import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { ConnectorsModule } from '#connectors';
import { EventsModule } from '#events';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { LogModule } from '#platform/log';
import { PromotionsModule } from '#promotions';
import { ShippingModule } from '#shipping';

/** What the operator's commands work with. */
@Module({
  imports: [
    ConfigModule,
    LogModule,
    ClockModule,
    DbModule,
    BroadcastModule,
    AccessModule,
    EventsModule,
    PromotionsModule,
    ShippingModule,
    ConnectorsModule,
  ],
})
export class CliModule {}
