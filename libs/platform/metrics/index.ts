export { Metrics } from './metrics.js';
export { MetricsListener } from './metrics-listener.service.js';
export { MetricsModule } from './metrics.module.js';
