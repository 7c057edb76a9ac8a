import { promotionsIn, type Terms } from '#engine';
import { asksOrders } from '#promotions/rules';
import type { CartWish } from './named.js';

const known = new WeakMap<Terms, boolean>();

/** Whether a promotion of the terms asks which order of the buyer it would be. */
function askForOrders(terms: Terms): boolean {
  const asks =
    known.get(terms) ??
    promotionsIn(terms).some(({ conditions }) => asksOrders({ conditions: conditions.map(({ definition }) => definition) }));
  known.set(terms, asks);
  return asks;
}

/** The e-mail address that wishes give, blank where they take it away; null: they do not, or no rule asks for the orders of whoever has it. */
export function emailIn(wishes: readonly CartWish[], terms: Terms): string | null {
  const given = wishes.findLast((wish) => wish.type === 'setContact' && wish.contact.email !== undefined);
  if (given?.type !== 'setContact' || !askForOrders(terms)) return null;
  return given.contact.email ?? '';
}
