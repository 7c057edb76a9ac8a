export { messageOf } from './error-facts.js';
export { Log, type Facts } from './log.js';
export { LogModule, logOf } from './log.module.js';
export { NestLog } from './nest-log.js';
