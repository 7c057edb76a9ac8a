import { oneUnit, type Path, type Quantity } from '#kernel';
import { fieldsOf, onlyKeys, wholeAt, type Fields } from '../fields.js';
import { itemsAt, type Items } from '../items.js';
import { keysOfAll } from '../keys.js';
import type { ActionKind } from '../kinds.js';
import { offAt, offKeys } from '../lowering/off.js';
import { unitPieces } from '../lowering/pieces.js';
import { allSets, choosingAt, choosingKeys, setsOf } from '../sets.js';
import { freeUnits, places } from '../units.js';

/**
 * `{ "type": "buy_x_get_y", "buy": { "items": { "type": "category", "ids": ["cat_shoes"] }, "quantity": 2 }, "get": { "items":
 * { "type": "product", "ids": ["prod_socks"] }, "quantity": 1, "percent": "100" } }`: for every two units of the one so much off a unit
 * of the other, at most `repeats` times; `amounts` with `entry` is so much off each such unit. A unit is bought or given, never both,
 * and a last time counts with fewer given units. `given` says which units are, the CHEAPEST or the DEAREST, and else the channel does.
 */
export const buyXGetY: ActionKind = {
  type: 'buy_x_get_y',
  lanes: ['ITEM', 'ORDER'],
  keys: ['buy', 'get', ...choosingKeys],
  parse: (fields, path) => {
    const buy = sideAt(fields, 'buy', [], path);
    const get = sideAt(fields, 'get', offKeys, path);
    const off = offAt(get.fields, [...path, 'get']);
    const choosing = choosingAt(fields, path);
    return {
      stored: { buy: buy.stored, get: { ...get.stored, ...off.stored }, ...choosing.stored },
      needs: keysOfAll([buy.items, get.items]),
      effect: (standing, group) => {
        const { givenUnits, unitSets } = standing.conventions;
        const { repeats, given } = choosing;
        const rule = { asked: buy.quantity, given: get.quantity, repeats, partial: true, choice: given ?? givenUnits };
        const [bought, got] = [new Set(buy.items.of(standing)), new Set(get.items.of(standing))];
        const units = freeUnits(standing.lines, group).filter(({ line }) => bought.has(line) || got.has(line));
        const alike = units.every(({ line }) => bought.has(line) && got.has(line));
        const sets = alike
          ? setsOf(units, rule, unitSets)
          : allSets(
              units.filter(({ line }) => bought.has(line)),
              units.filter(({ line }) => got.has(line)),
              rule,
            );
        const used = places([...sets.asked, ...sets.given]);
        return { shares: off.each(unitPieces(sets.given), standing), shipping: 0n, used };
      },
    };
  },
};

interface Side {
  readonly fields: Fields;
  readonly stored: Fields;
  readonly items: Items;
  readonly quantity: Quantity;
}

function sideAt(fields: Fields, key: 'buy' | 'get', more: readonly string[], path: Path): Side {
  const place = [...path, key];
  const side = fieldsOf(fields[key], place);
  onlyKeys(side, ['items', 'quantity', ...more], place);
  const items = itemsAt(side, place);
  const quantity = wholeAt(side, 'quantity', place);
  return { fields: side, stored: { ...items.stored, quantity }, items, quantity: BigInt(quantity) * oneUnit };
}
