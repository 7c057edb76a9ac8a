import { oneUnit, UserError } from '#kernel';
import { wholeAt } from '../fields.js';
import { itemsAt } from '../items.js';
import type { ActionKind } from '../kinds.js';
import { sharesOf, unitPieces } from '../lowering/pieces.js';
import { choosingAt, choosingKeys, setsOf } from '../sets.js';
import { freeUnits, places } from '../units.js';

/**
 * `{ "type": "n_for_m", "take": 3, "pay": 2, "items": { "type": "category", "ids": ["cat_books"] } }`: of every three units that the
 * selector picks one costs nothing, at most `repeats` times. `given` says which, the CHEAPEST or the DEAREST, and else the channel does,
 * as it says whether they are sought in each set or in all together.
 */
export const nForM: ActionKind = {
  type: 'n_for_m',
  lanes: ['ITEM', 'ORDER'],
  keys: ['items', 'take', 'pay', ...choosingKeys],
  parse: (fields, path) => {
    const items = itemsAt(fields, path);
    const [take, pay] = [wholeAt(fields, 'take', path, 2), wholeAt(fields, 'pay', path)];
    if (pay >= take) throw new UserError('INVALID', 'Less must be paid than is taken', [...path, 'pay'], { max: take - 1 });
    const choosing = choosingAt(fields, path);
    const [asked, given] = [BigInt(pay) * oneUnit, BigInt(take - pay) * oneUnit];
    return {
      stored: { ...items.stored, take, pay, ...choosing.stored },
      needs: items.keys,
      effect: (standing, group) => {
        const { givenUnits, unitSets } = standing.conventions;
        const { repeats, given: choice } = choosing;
        const rule = { asked, given, repeats, partial: false, choice: choice ?? givenUnits };
        const sets = setsOf(freeUnits(items.of(standing), group), rule, unitSets);
        const shares = sharesOf(unitPieces(sets.given), ({ left }) => left);
        return { shares, shipping: 0n, used: places([...sets.asked, ...sets.given]) };
      },
    };
  },
};
