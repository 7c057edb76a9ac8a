import type { Path } from '#kernel';
import { choiceAt, isGiven, type Fields } from '../fields.js';
import type { Standing } from '../standing.js';
import { sumOf, type Counted } from './counted.js';

/** The goods before all promotions, after those on items, or after all that had their turn. */
type Basis = Standing['conventions']['threshold'];

const bases = ['BEFORE', 'AFTER_ITEM', 'AFTER_ALL'] as const satisfies readonly Basis[];
const parts = { BEFORE: ['before', 'amount'], AFTER_ITEM: ['afterItem', 'afterItem'], AFTER_ALL: ['now', 'left'] } as const;

/** Reads `basis`, which may be left out: null, as the channel has it (its convention `threshold`). @throws UserError INVALID naming the path */
export function basisAt(fields: Fields, path: Path): Basis | null {
  return isGiven(fields, 'basis') ? choiceAt(fields, 'basis', bases, path) : null;
}

/** What the items that count come to on a basis, in minor units as entered (net or gross). */
export function amountOn(basis: Basis, items: Counted, standing: Standing): bigint {
  const [ofAll, ofLine] = parts[basis];
  return items.admits === null ? standing.goods[ofAll] : sumOf(items, standing, (line) => line[ofLine]);
}
