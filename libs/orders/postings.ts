import { cashOf, credit, debit, entry, type Entry, type Posting } from '#ledger';
import { divide, type Id } from '#kernel';
import type { Payment } from '#payments';
import type { Order, OrderLine } from './order.js';

/** What placing an order puts into the books: the buyer, and who reimburses us, owe it; sales, discounts, tax and shipping have earned it. */
export function saleEntry(id: Id<'entry'>, order: Order): Entry {
  const { shipping, currency } = order;
  return entry({
    id,
    orderId: order.id,
    currency,
    postings: [
      debit('receivable', order.total),
      debit('reimbursements', order.net + order.tax - order.total),
      ...order.lines.flatMap(linePostings),
      ...(shipping ? [credit('shipping_revenue', shipping.net), credit('tax', shipping.tax)] : []),
    ],
  });
}

/** What collecting a payment puts into the books. */
export function captureEntry(id: Id<'entry'>, { orderId, currency, provider, amount }: Payment): Entry {
  return entry({ id, orderId, currency, postings: [debit(cashOf(provider), amount), credit('receivable', amount)] });
}

/** What giving collected money back puts into the books. */
export function refundEntry(id: Id<'entry'>, { orderId, currency, provider, amount }: Payment): Entry {
  return entry({ id, orderId, currency, postings: [debit('receivable', amount), credit(cashOf(provider), amount)] });
}

function linePostings(line: OrderLine): Posting[] {
  const of = { lineId: line.lineId, quantity: line.quantity };
  const discount = discountNet(line);
  return [credit('sales', line.net + discount, of), debit('discounts', discount, of), credit('tax', line.tax, of)];
}

/** What the shop itself gives: what others reimburse is still earned. A discount on gross prices is part tax, and only its net part is the shop's. */
function discountNet({ entry, amount, net, gross }: OrderLine): bigint {
  if (entry === 'NET') return amount - net;
  const discount = amount - gross;
  // a line that is given away altogether has no rate to read off: all of the discount stands as net
  return gross === 0n ? discount : divide(discount * net, gross);
}
