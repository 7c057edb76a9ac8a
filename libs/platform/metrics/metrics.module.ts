import { Global, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { MetricsListener } from './metrics-listener.service.js';
import { Metrics } from './metrics.js';

/** Gives `Metrics` to everybody, and shows them where the configuration says. */
@Global()
@Module({
  providers: [
    { provide: Metrics, useFactory: (config: Config) => new Metrics(config.metricsPort !== null), inject: [Config] },
    MetricsListener,
  ],
  exports: [Metrics, MetricsListener],
})
export class MetricsModule {}
