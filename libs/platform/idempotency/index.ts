export { inputHash } from './hash.js';
export { idempotently } from './idempotency.js';
export { IdempotencyPurge } from './purge.service.js';
export { markReplayed, wasReplayed } from './replayed.js';
