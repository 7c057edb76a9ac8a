export { QueueModule } from './queue.module.js';
export { Queues, type QueueJob, type WorkerTerms } from './queues.js';
