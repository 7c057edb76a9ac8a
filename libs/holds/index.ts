export { demandArrays, type Demand, type Shortage } from './demand.js';
export { pendingHolds } from './pending.repository.js';
export { isExpired, shortageOf } from './refusal.js';
export { claimable, settingCapacity, type CounterRow } from './counter.repository.js';
