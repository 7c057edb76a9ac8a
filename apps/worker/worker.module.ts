import { Module } from '@nestjs/common';
import { AccessWorkerModule } from '#access';
import { EventsModule, EventsWorkerModule } from '#events';
import { InsightModule } from '#insight';
import { EndedHolds, OrdersModule } from '#orders';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { IdempotencyPurge } from '#platform/idempotency';
import { LogModule } from '#platform/log';
import { MetricsModule } from '#platform/metrics';
import { QueueModule } from '#platform/queue';
import { TraceModule } from '#platform/trace';
import { TaxModule } from '#tax';
import { Sweeper } from './sweeper.service.js';
import { WorkerMetrics } from './worker-metrics.service.js';
import { WorkerTraces } from './worker-traces.service.js';

/** Everything that works on the news and on time: the relay, the deliveries, the libs that hear them, and the sweeps. */
@Module({
  imports: [
    ConfigModule,
    LogModule,
    ClockModule,
    DbModule,
    BroadcastModule,
    MetricsModule,
    TraceModule,
    QueueModule,
    AccessWorkerModule,
    EventsModule,
    EventsWorkerModule,
    InsightModule,
    OrdersModule,
    TaxModule,
  ],
  providers: [EndedHolds, IdempotencyPurge, Sweeper, WorkerMetrics, WorkerTraces],
})
export class WorkerModule {}
