import { oneUnit, UserError } from '#kernel';
import { isGiven, wholeAt } from '../fields.js';
import { itemsAt } from '../items.js';
import type { ActionKind } from '../kinds.js';
import { percentOffAt, percentOffEach, percentOffLines } from '../lowering/percent.js';
import { unitPieces } from '../lowering/pieces.js';
import { choosingAt } from '../sets.js';
import { firstOf, freeUnits, inOrder, places } from '../units.js';

/**
 * `{ "type": "percent_off_items", "percent": "20", "items": { "type": "category", "ids": ["cat_shoes"] } }`: so many percent off each
 * item that the selector picks, rounded once on the line. With `"units": 2` at most so many whole units in all get it, the cheapest or
 * the dearest as `given` or else the channel says. `base` may say RUNNING or FIRST.
 */
export const percentOffItems: ActionKind = {
  type: 'percent_off_items',
  lanes: ['ITEM', 'ORDER'],
  keys: ['percent', 'base', 'items', 'units', 'given'],
  parse: (fields, path) => {
    const { stored, ...off } = percentOffAt(fields, path);
    const items = itemsAt(fields, path);
    const choosing = choosingAt(fields, path);
    const units = isGiven(fields, 'units') ? wholeAt(fields, 'units', path) : null;
    if (units === null && choosing.given !== null)
      throw new UserError('INVALID', 'given says which of so many units get it: units must be given too', [...path, 'given']);
    return {
      stored: { ...stored, ...items.stored, ...(units !== null && { units }), ...choosing.stored },
      needs: items.keys,
      effect: (standing, group) => {
        const { conventions } = standing;
        const lines = items.of(standing);
        if (units === null) return { shares: percentOffLines(lines, off, conventions), shipping: 0n };
        const choice = choosing.given ?? conventions.givenUnits;
        const { first } = firstOf(inOrder(freeUnits(lines, group), choice), BigInt(units) * oneUnit);
        return { shares: percentOffEach(unitPieces(first), off, conventions), shipping: 0n, used: places(first) };
      },
    };
  },
};
