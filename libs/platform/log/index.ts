export { Log, type Facts } from './log.js';
export { LogModule } from './log.module.js';
export { NestLog } from './nest-log.js';
