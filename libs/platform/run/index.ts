export { prepare, requireFreePort } from './prepare.js';
export { run, type Running } from './run.js';
