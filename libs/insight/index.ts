export { InsightModule } from './insight.module.js';
export type { SalesDay } from './sales-day.js';
