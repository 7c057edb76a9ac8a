import { Module } from '@nestjs/common';
import { EventsWorkerModule } from '#events';
import { InsightModule } from '#insight';
import { OrdersModule } from '#orders';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { IdempotencyPurge } from '#platform/idempotency';
import { LogModule } from '#platform/log';
import { QueueModule } from '#platform/queue';
import { Sweeper } from './sweeper.service.js';

/** Everything that works on the news and on time: the relay, the deliveries, the libs that hear them, and the sweeps. */
@Module({
  imports: [
    ConfigModule,
    LogModule,
    ClockModule,
    DbModule,
    BroadcastModule,
    QueueModule,
    EventsWorkerModule,
    InsightModule,
    OrdersModule,
  ],
  providers: [IdempotencyPurge, Sweeper],
})
export class WorkerModule {}
