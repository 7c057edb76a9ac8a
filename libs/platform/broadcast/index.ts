export { Broadcast, longestSaying, type Listener } from './broadcast.js';
export { BroadcastModule } from './broadcast.module.js';
export { offersTopic } from './topics.js';
export { countedLast, revise, revisionColumn, revisionOf } from './revision.js';
export { changeRules, rulesTopic, type DecidedRules } from './change-rules.js';
