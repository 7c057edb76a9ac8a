export { Broadcast, type Listener } from './broadcast.js';
export { BroadcastModule } from './broadcast.module.js';
export { revise, revisionOf } from './revision.js';
