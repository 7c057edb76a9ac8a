export { orderMachine } from './order.machine.js';
export type { Order, OrderLine } from './order.js';
