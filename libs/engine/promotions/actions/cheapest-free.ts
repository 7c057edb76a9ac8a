import { oneUnit } from '#kernel';
import { isGiven, wholeAt } from '../fields.js';
import { itemsAt } from '../items.js';
import type { ActionKind } from '../kinds.js';
import { sharesOf, unitPieces } from '../lowering/pieces.js';
import { setsOf } from '../sets.js';
import { freeUnits, places } from '../units.js';

/**
 * `{ "type": "cheapest_free", "of": 3, "items": { "type": "category", "ids": ["cat_books"] } }`: of every three units that the selector
 * picks the cheapest costs nothing, at most `repeats` times; with `"repeats": 1` the cheapest of the three dearest. The channel says
 * whether it is sought in each set or in all together.
 */
export const cheapestFree: ActionKind = {
  type: 'cheapest_free',
  lanes: ['ITEM', 'ORDER'],
  keys: ['items', 'of', 'repeats'],
  parse: (fields, path) => {
    const items = itemsAt(fields, path);
    const of = wholeAt(fields, 'of', path, 2);
    const repeats = isGiven(fields, 'repeats') ? wholeAt(fields, 'repeats', path) : null;
    const rule = {
      asked: BigInt(of - 1) * oneUnit,
      given: oneUnit,
      repeats: repeats === null ? null : BigInt(repeats),
      partial: false,
      choice: 'CHEAPEST',
    } as const;
    return {
      stored: { ...items.stored, of, ...(repeats !== null && { repeats }) },
      needs: items.keys,
      effect: (standing, group) => {
        const sets = setsOf(freeUnits(items.of(standing), group), rule, standing.conventions.unitSets);
        const shares = sharesOf(unitPieces(sets.given), ({ left }) => left);
        return { shares, shipping: 0n, used: places([...sets.asked, ...sets.given]) };
      },
    };
  },
};
