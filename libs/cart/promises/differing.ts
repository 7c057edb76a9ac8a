import { toJson, type Basket } from '#engine';
import { formatShort, quantityScale, type Facts } from '#kernel';
import type { CartLine } from '../cart.js';
import type { Problem } from '../problem.js';

/** By what a cart is another than the promised one, each as a problem; none: it is the promised one. */
export function differing(promised: Basket, lines: readonly CartLine[], asked: Basket): Problem[] {
  return [...differingLines(promised, lines), ...differingTaxes(promised, asked)];
}

/** That the goods go another way than was promised, which is priced as of today; the goods are not. */
export function differingShipping(promised: Basket, { shippingMethodId }: Basket): Problem[] {
  if (promised.shippingMethodId === null || shippingMethodId === null || promised.shippingMethodId === shippingMethodId)
    return [];
  return [differs('SHIPPING', 'another way of shipping was promised: this one costs what it costs today', null)];
}

/** What the promise's lines and the cart's have of each variant. */
function differingLines(promised: Basket, lines: readonly CartLine[]): Problem[] {
  const before = new Map(promised.lines.map(({ variantId, quantity }) => [variantId, quantity]));
  const now = new Set(lines.map(({ variantId }) => variantId));
  const other = lines.flatMap(({ id, variantId, quantity }) => {
    const was = before.get(variantId);
    if (was === quantity) return [];
    if (was === undefined) return [differs('LINE_ADDED', 'this was not part of the price promise', id, { variantId })];
    const facts = { variantId, promised: formatShort(was, quantityScale), now: formatShort(quantity, quantityScale) };
    return [differs('QUANTITY', `the price promise is for ${facts.promised} of this`, id, facts)];
  });
  const gone = promised.lines.filter(({ variantId }) => !now.has(variantId));
  return [
    ...other,
    ...gone.map(({ variantId, quantity }) => {
      const facts = { variantId, promised: formatShort(quantity, quantityScale) };
      return differs(
        'LINE_MISSING',
        `the price promise is for ${facts.promised} of something that is not in the cart`,
        null,
        facts,
      );
    }),
  ];
}

/** What decides taxes besides the goods. */
function differingTaxes(promised: Basket, asked: Basket): Problem[] {
  const { country } = promised;
  const facts = { promised: country, now: asked.country };
  const elsewhere = country === asked.country ? [] : [differs('COUNTRY', `the price promise is for ${country}`, null, facts)];
  const reliefs = [promised, asked].map(({ taxReliefs = [] }) => toJson(taxReliefs));
  if (reliefs[0] === reliefs[1]) return elsewhere;
  return [...elsewhere, differs('TAX_RELIEF', 'the price promise is for a buyer who is taxed otherwise', null)];
}

function differs(by: string, message: string, lineId: string | null, facts: Facts = {}): Problem {
  return { code: 'PROMISE_DIFFERS', severity: 'NOTICE', message, lineId, facts: { by, ...facts } };
}
