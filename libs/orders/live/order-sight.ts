import { createHash } from 'node:crypto';
import type { Sight } from '#events';
import type { OrderResult } from '../order.view.js';

/** How often an order that waits for its payment is looked at unasked: a payment that only begins is no event. */
const againMs = 5000;
const cursorLength = 16;

/** What is in sight of an order and its payments. */
export function orderSight(order: OrderResult): Sight<OrderResult> {
  const { state, cancelReason, expiresAt, placedAt, payments } = order;
  const changing = [state, cancelReason, expiresAt, placedAt, payments.map(({ id, state: paid }) => [id, paid])];
  const cursor = createHash('sha256').update(JSON.stringify(changing)).digest('base64url').slice(0, cursorLength);
  return { cursor, view: order, also: payments.map(({ id }) => id), ...(state === 'PENDING' && { againMs }) };
}
