import { machine } from '#kernel';

/** The life of an order. PENDING: stock is held, payment is not yet good; a sweep ends it when its time is up. */
export const orderMachine = machine('order', 'PENDING', {
  PENDING: ['PLACED', 'CANCELLED'],
  PLACED: ['CANCELLED'],
  CANCELLED: [],
});
