import { event, orderCancelled, orderPlaced, type NewEvent } from '#events';
import { formatMoney, formatShort, money, quantityScale, type Id } from '#kernel';
import type { Order } from './order.js';

/** What is told of an order that has just been placed or cancelled; its version counts this event already. */
export function orderNews(order: Order, eventId: Id<'event'>): NewEvent {
  const amount = (minor: bigint) => formatMoney(money(minor, order.currency));
  const { id: orderId, number, cartId, channelId, currency } = order;
  const amounts = { currency, net: amount(order.net), tax: amount(order.tax), total: amount(order.total) };
  const version = BigInt(order.version);
  if (order.state === 'CANCELLED')
    return event(orderCancelled, eventId, orderId, version, {
      orderId,
      number,
      channelId,
      reason: order.cancelReason ?? 'REQUESTED',
      wasPlaced: order.placedAt !== null,
      ...amounts,
    });
  return event(orderPlaced, eventId, orderId, version, {
    orderId,
    number,
    cartId,
    channelId,
    ...amounts,
    lines: order.lines.map(({ lineId, variantId, quantity, net, tax, gross }) => ({
      lineId,
      variantId,
      quantity: formatShort(quantity, quantityScale),
      net: amount(net),
      tax: amount(tax),
      gross: amount(gross),
    })),
  });
}
