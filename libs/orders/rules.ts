export { replay, type PricingInputs } from './inputs.js';
export { orderMachine } from './order.machine.js';
export type { Order, OrderLine } from './order.js';
