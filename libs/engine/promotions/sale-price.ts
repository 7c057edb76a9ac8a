import { hundredPercent } from '#kernel';
import { copyOf, withGoods, type Draft, type DraftLine } from '../draft.js';

/** How often lines may turn out to be better off on sale, each time changing what promotions give on the others. */
const mostRounds = 8;

/**
 * Where a sale price and promotions do not go together, each line has the sale price and no promotion, or its regular price with
 * promotions, whichever is less; the sale price where they are the same. Lines are taken out of the promotions' reach until all that are left
 * are better off within it.
 */
export function withBetterPrices<T extends { readonly draft: Draft }>(draft: Draft, play: (draft: Draft) => T): T {
  const contested = draft.lines.filter(({ regular }) => regular !== null);
  if (contested.length === 0) return play(draft);
  const onSale = new Set<DraftLine>();
  for (let round = 1; ; round++) {
    const lines = draft.lines.map((line) => (onSale.has(line) ? { ...line, aside: true } : (line.regular ?? line)));
    const played = play(copyOf(withGoods({ ...draft, lines })));
    const lefts = new Map(played.draft.lines.map((line) => [line.index, line]));
    const before = onSale.size;
    for (const line of contested) {
      const promoted = lefts.get(line.index);
      if (!promoted || round >= mostRounds || !isLess(promoted, line)) onSale.add(line);
    }
    if (onSale.size === before) return played;
  }
}

/** Whether what promotions have left of the one is less than the other costs, both with tax if they were entered differently. */
function isLess(promoted: DraftLine, sale: DraftLine): boolean {
  if (promoted.entry === sale.entry) return promoted.left < sale.amount;
  return grossOf(promoted) < grossOf(sale);
}

/** Times a hundred percent, to stay whole. */
function grossOf({ entry, left, taxPercent }: DraftLine): bigint {
  return left * (entry === 'NET' ? hundredPercent + taxPercent : hundredPercent);
}
