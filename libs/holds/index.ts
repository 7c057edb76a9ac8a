export { demandArrays, type Demand, type Shortage } from './demand.js';
export { pendingHolds } from './pending.repository.js';
export { forgettingHolds } from './ended.js';
export { isExpired, shortageOf } from './refusal.js';
export { claimable, ensuringCapacities, settingCapacity, takenRows, type CounterRow } from './counter.repository.js';
