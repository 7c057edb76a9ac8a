import { raisingForOrder } from '#exceptions';
import type { Id } from '#kernel';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import { keepingAsked, type AskedOutside } from '#tax';

/** Keeps with an order what its engine was asked; that it has not answered is an exception for the operator. */
export function keepingTaxes(asked: AskedOutside, orderId: Id<'order'>): Write[] {
  const { provider, failure } = asked;
  const kept = keepingAsked(asked, orderId);
  if (failure === null) return [kept];
  return [
    kept,
    raisingForOrder({ id: newId('exception'), kind: 'TAXES_BY_TABLES', orderId, facts: { provider, reason: failure } }),
  ];
}
