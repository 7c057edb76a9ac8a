export { asksOrders, callableThings } from './named-things.js';
export { countedOf, isUncounted, nothingCounted, type Counted, type CountedJson } from './counted.js';
