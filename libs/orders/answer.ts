import type { UserError } from '#platform/graphql';
import type { OrderAndPayments } from './order-reader.service.js';
import { orderView, type OrderResult } from './order.view.js';

/** What a mutation that pays answers: the order, and why it is not placed. */
export interface Paid {
  readonly order: OrderResult;
  readonly userErrors: UserError[];
}

/** An order that is not placed exists all the same: why it is not is told beside it. */
export function paid(found: OrderAndPayments): Paid {
  const order = orderView(found);
  const last = found.payments.at(-1);
  const says = (code: UserError['code'], message: string, reason: string | null): Paid => ({
    order,
    userErrors: [{ code, message, path: ['input', 'payment'], facts: facts({ orderId: order.id, reason }) }],
  });
  const reason = found.order.cancelReason;
  if (reason === 'NO_STOCK')
    return says('OUT_OF_STOCK', 'it was paid too late, and what it held is gone: the money goes back', reason);
  if (reason) return says('WRONG_STATE', 'the order was cancelled', reason);
  if (found.order.state === 'PLACED' || !last) return { order, userErrors: [] };
  if (last.state === 'FAILED')
    return says('PAYMENT_DECLINED', 'the payment was declined: try another with payOrder', last.failureCode);
  return says('PAYMENT_PENDING', 'the payment is not decided yet: ask for the order again', null);
}

function facts(all: Readonly<Record<string, string | null>>): UserError['facts'] {
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}
