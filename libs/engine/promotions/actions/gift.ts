import { oneUnit, type Id } from '#kernel';
import { textAt, wholeAt } from '../fields.js';
import type { ActionKind } from '../kinds.js';
import { sharesOf, unitPieces } from '../lowering/pieces.js';
import { countOf, firstOf, freeUnits, inOrder, places } from '../units.js';

/**
 * `{ "type": "gift", "variantId": "var_mug", "quantity": 1 }`: so many units of the variant cost nothing. They are told as a gift, which is
 * put in where it can be had; as far as they are bought already, those are what is free.
 */
export const gift: ActionKind = {
  type: 'gift',
  lanes: ['ITEM', 'ORDER'],
  keys: ['variantId', 'quantity'],
  parse: (fields, path) => {
    const variantId = textAt(fields, 'variantId', path) as Id<'variant'>;
    const count = wholeAt(fields, 'quantity', path);
    const quantity = BigInt(count) * oneUnit;
    return {
      stored: { variantId, quantity: count },
      gives: [variantId],
      effect: ({ lines }, group) => {
        const own = lines.filter(({ line }) => line.variantId === variantId);
        const { first } = firstOf(inOrder(freeUnits(own, group), 'CHEAPEST'), quantity);
        const shares = sharesOf(unitPieces(first), ({ left }) => left);
        const inBasket = countOf(first);
        const given = { variantId, quantity, ...(inBasket > 0n && { inBasket }) };
        return { shares, shipping: 0n, used: places(first), gifts: [given] };
      },
    };
  },
};
