export { inputHash } from './hash.js';
export { idempotently, recall, remember } from './idempotency.js';
