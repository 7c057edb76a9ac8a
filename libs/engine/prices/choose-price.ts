import type { CurrencyCode, Id, Quantity } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { PriceListTerms, Terms } from '../terms.js';
import { byId, latestFirst, notValid } from '../validity.js';

/** A price row with the list that it stands in. */
export interface ChosenPrice {
  readonly row: PriceCandidate;
  readonly list: PriceListTerms;
}

/** What became of a candidate. BAND: it prices a part of the quantity, in the graduated list that was chosen. */
export type PriceVerdict =
  'TAKEN' | 'BAND' | 'OUTRANKED' | 'BELOW_TIER' | 'LIST_UNKNOWN' | 'OTHER_CURRENCY' | 'OTHER_CHANNEL' | 'NOT_STARTED' | 'ENDED';

/**
 * The one row that prices a quantity, or null: the variant cannot be bought.
 * Lists precede by priority, then channel before all channels, then latest start, then id; never by the lower price.
 * Within the list it is the highest tier reached (semantics §5).
 */
export function choosePrice(
  terms: Terms,
  currency: CurrencyCode,
  candidates: readonly PriceCandidate[],
  quantity: Quantity,
  at: number,
): ChosenPrice | null {
  let best: ChosenPrice | null = null;
  for (const row of candidates) {
    const list = terms.lists.get(row.listId);
    if (!list || obstacle(terms, currency, list, row, quantity, at) !== null) continue;
    if (best === null || precedes(list, row, best)) best = { row, list };
  }
  return best;
}

/** What became of one candidate. */
export interface ExplainedCandidate {
  readonly priceId: Id<'price'>;
  readonly listId: Id<'priceList'>;
  readonly verdict: PriceVerdict;
}

/** Says of every candidate why it was taken or not. */
export function explainChoice(
  terms: Terms,
  currency: CurrencyCode,
  candidates: readonly PriceCandidate[],
  quantity: Quantity,
  at: number,
): ExplainedCandidate[] {
  const chosen = choosePrice(terms, currency, candidates, quantity, at);
  const verdict = (row: PriceCandidate): PriceVerdict => {
    if (row === chosen?.row) return 'TAKEN';
    if (chosen?.list.tierMode === 'GRADUATED' && chosen.list.id === row.listId) return 'BAND';
    const list = terms.lists.get(row.listId);
    return list ? (obstacle(terms, currency, list, row, quantity, at) ?? 'OUTRANKED') : 'LIST_UNKNOWN';
  };
  return candidates.map((row) => ({ priceId: row.id, listId: row.listId, verdict: verdict(row) }));
}

function obstacle(
  terms: Terms,
  currency: CurrencyCode,
  list: PriceListTerms,
  row: PriceCandidate,
  quantity: Quantity,
  at: number,
): PriceVerdict | null {
  if (list.currency !== currency) return 'OTHER_CURRENCY';
  if (list.channelId !== null && list.channelId !== terms.channelId) return 'OTHER_CHANNEL';
  return notValid(list, at) ?? (quantity < row.minQuantity ? 'BELOW_TIER' : null);
}

function precedes(list: PriceListTerms, row: PriceCandidate, best: ChosenPrice): boolean {
  if (list.id !== best.list.id) return byPrecedence(list, best.list) < 0;
  return row.minQuantity === best.row.minQuantity ? row.id < best.row.id : row.minQuantity > best.row.minQuantity;
}

function byPrecedence(a: PriceListTerms, b: PriceListTerms): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if ((a.channelId === null) !== (b.channelId === null)) return a.channelId === null ? 1 : -1;
  return latestFirst(a, b) || byId(a, b);
}
