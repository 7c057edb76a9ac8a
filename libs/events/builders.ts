import { type Context, type Id, stranger } from '#kernel';
import { orderPlaced } from './contracts/order.js';
import { event, type NewEvent } from './event.js';

/** As much of a guest's request as an event remembers. */
export const context = {
  actor: { kind: 'guest' },
  channel: { id: 'chan_test' },
  buyer: stranger,
  requestId: 'req-1',
} as unknown as Context;

/** The nth event of an order; what it says does not matter. */
export function nthOf(orderId: string, version: number, id: Id<'event'>): NewEvent {
  const amounts = { currency: 'EUR', net: '1', tax: '0', total: '1' };
  const payload = { orderId, number: 'C-1', cartId: 'cart', channelId: 'chan_test', ...amounts, lines: [] };
  return event(orderPlaced, id, orderId, BigInt(version), payload);
}
