import { oneUnit, UserError, type Path, type Quantity } from '#kernel';
import { bundled, bundlesIn, mostParts, type BundlePart } from '../bundles.js';
import { fieldsOf, isGiven, listAt, onlyKeys, wholeAt, type Fields } from '../fields.js';
import { itemsAt, type Items } from '../items.js';
import { keysOfAll } from '../keys.js';
import type { ActionKind } from '../kinds.js';
import { enteredAt, leftIn, sharedOut } from '../lowering/entered.js';
import { unitPieces } from '../lowering/pieces.js';
import { freeUnits, inOrder, least, places } from '../units.js';

/**
 * `{ "type": "bundle_price", "parts": [{ "items": { "type": "category", "ids": ["cat_shirts"] }, "quantity": 2 }, { "items":
 * { "type": "category", "ids": ["cat_ties"] }, "quantity": 1 }], "amounts": { "EUR": "60.00" }, "entry": "GROSS" }`: two shirts and a tie
 * cost so much together, as often as the buyer saves by it and at most `repeats` times. The dearest units go into bundles first, each
 * in one of them. In a currency without an amount it gives nothing.
 */
export const bundlePrice: ActionKind = {
  type: 'bundle_price',
  lanes: ['ITEM', 'ORDER'],
  keys: ['parts', 'amounts', 'entry', 'repeats'],
  parse: (fields, path) => {
    const parts = partsAt(fields, path);
    const { amounts, entry, stored } = enteredAt(fields, path);
    const repeats = isGiven(fields, 'repeats') ? wholeAt(fields, 'repeats', path) : null;
    return {
      stored: { parts: parts.map((part) => part.stored), ...stored, ...(repeats !== null && { repeats }) },
      needs: keysOfAll(parts.map(({ items }) => items)),
      effect: (standing, group) => {
        const { currency, conventions } = standing;
        const price = amounts.get(currency);
        if (price === undefined) return { shares: [], shipping: 0n };
        const free = inOrder(freeUnits(standing.lines, group), 'DEAREST');
        const chosen = parts.map(({ items, quantity }): BundlePart => {
          const lines = new Set(items.of(standing));
          return { quantity, units: free.filter(({ line }) => lines.has(line)) };
        });
        const saving = (bundles: bigint): bigint =>
          leftIn(unitPieces(bundled(chosen, bundles)), entry, conventions) - price * bundles;
        const possible = bundlesIn(chosen);
        const bundles = mostSaving(repeats === null ? possible : least(possible, BigInt(repeats)), saving);
        const off = saving(bundles);
        if (off <= 0n) return { shares: [], shipping: 0n };
        const units = bundled(chosen, bundles);
        return { shares: sharedOut(off, entry, unitPieces(units), conventions), shipping: 0n, used: places(units) };
      },
    };
  },
};

interface Part {
  readonly stored: Fields;
  readonly items: Items;
  readonly quantity: Quantity;
}

function partsAt(fields: Fields, path: Path): Part[] {
  const list = listAt(fields, 'parts', path);
  if (list.length > mostParts)
    throw new UserError('INVALID', `A bundle has at most ${mostParts} parts`, [...path, 'parts'], { max: mostParts });
  return list.map((part, index) => {
    const place = [...path, 'parts', index];
    const own = fieldsOf(part, place);
    onlyKeys(own, ['items', 'quantity'], place);
    const items = itemsAt(own, place);
    const quantity = wholeAt(own, 'quantity', place);
    return { stored: { ...items.stored, quantity }, items, quantity: BigInt(quantity) * oneUnit };
  });
}

// the dearest go first, so each bundle saves at most as much as the one before it: what one more saves is sought by halves
function mostSaving(most: bigint, saving: (bundles: bigint) => bigint): bigint {
  let [low, high] = [0n, most];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (saving(middle + 1n) > saving(middle)) low = middle + 1n;
    else high = middle;
  }
  return low;
}
