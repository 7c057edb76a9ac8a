import { itemsAt } from '../items.js';
import type { ActionKind } from '../kinds.js';
import type { LineShare } from '../promotion.js';
import type { Standing, StandingLine } from '../standing.js';
import type { Entry } from '../../terms.js';
import { enteredAt } from './entered.js';

/** What is to be paid, and in which basis that was entered. */
export interface FixedPrice {
  readonly price: bigint;
  readonly entry: Entry;
}

/** A kind of action by which items cost so much: `{ type, amounts, entry, items }`. In a currency without an amount it gives nothing. */
export function fixedPrice(
  type: string,
  sharesOf: (price: FixedPrice, lines: readonly StandingLine[], standing: Standing) => LineShare[],
): ActionKind {
  return {
    type,
    lanes: ['ITEM', 'ORDER'],
    keys: ['amounts', 'entry', 'items'],
    parse: (fields, path) => {
      const { amounts, entry, stored } = enteredAt(fields, path, 0n);
      const items = itemsAt(fields, path);
      return {
        stored: { ...stored, ...items.stored },
        needs: items.keys,
        effect: (standing) => {
          const price = amounts.get(standing.currency);
          return { shares: price === undefined ? [] : sharesOf({ price, entry }, items.of(standing), standing), shipping: 0n };
        },
      };
    },
  };
}
