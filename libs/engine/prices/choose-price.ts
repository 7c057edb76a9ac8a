import type { CurrencyCode, Id, Quantity } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { PriceListTerms, Terms } from '../terms.js';
import { byId, latestFirst, notValid } from '../validity.js';
import { admission, narrowness, priceLevels, type Admission, type Asker } from './audience.js';

/** A price row with the list that it stands in, and what lets the buyer have it. */
export interface ChosenPrice {
  readonly row: PriceCandidate;
  readonly list: PriceListTerms;
  readonly admittedBy: Admission;
}

/** Who asks for the price, in which currency, of how much, when. */
export interface PriceQuestion {
  readonly asker: Asker;
  readonly currency: CurrencyCode;
  readonly quantity: Quantity;
  readonly at: number;
}

/** What became of a candidate. BAND: it prices a part of the quantity, in the graduated list that was chosen. */
export type PriceVerdict =
  'TAKEN' | 'BAND' | 'OUTRANKED' | 'BELOW_TIER' | 'LIST_UNKNOWN' | 'OTHER_CURRENCY' | 'OTHER_AUDIENCE' | 'NOT_STARTED' | 'ENDED';

/**
 * The one row that prices a quantity, or null: the variant cannot be bought.
 * Lists precede by how near they are to the buyer, then priority, then the narrower audience, then latest start, then id; never by
 * the lower price. Within the list it is the highest tier reached (semantics §5).
 */
export function choosePrice(
  { lists }: Pick<Terms, 'lists'>,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
): ChosenPrice | null {
  let best: ChosenPrice | null = null;
  for (const row of candidates) {
    const list = lists.get(row.listId);
    if (!list || obstacle(list, row, question) !== null) continue;
    const admittedBy = admission(list.audience, question.asker);
    if (admittedBy === null) continue;
    const chosen = { row, list, admittedBy };
    if (best === null || precedes(chosen, best)) best = chosen;
  }
  return best;
}

/** Of these lists those that may price something for the asker now, the one that goes first before the others. */
export function rankedLists(
  lists: readonly PriceListTerms[],
  { asker, currency, at }: Omit<PriceQuestion, 'quantity'>,
): PriceListTerms[] {
  const admitted = lists.flatMap((list) => {
    const admittedBy = list.currency === currency && notValid(list, at) === null ? admission(list.audience, asker) : null;
    return admittedBy ? [{ list, admittedBy }] : [];
  });
  return admitted.sort(byPrecedence).map(({ list }) => list);
}

/** What became of one candidate. */
export interface ExplainedCandidate {
  readonly priceId: Id<'price'>;
  readonly listId: Id<'priceList'>;
  readonly verdict: PriceVerdict;
  /** The predicate by which its list is for the buyer; null: it is not. */
  readonly admittedBy: Admission | null;
}

/** Says of every candidate why it was taken or not. */
export function explainChoice(
  terms: Pick<Terms, 'lists'>,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
): ExplainedCandidate[] {
  const chosen = choosePrice(terms, candidates, question);
  const verdict = (row: PriceCandidate, list: PriceListTerms | undefined, admittedBy: Admission | null): PriceVerdict => {
    if (row === chosen?.row) return 'TAKEN';
    if (chosen?.list.tierMode === 'GRADUATED' && chosen.list.id === row.listId) return 'BAND';
    if (!list) return 'LIST_UNKNOWN';
    return obstacle(list, row, question) ?? (admittedBy === null ? 'OTHER_AUDIENCE' : 'OUTRANKED');
  };
  return candidates.map((row) => {
    const list = terms.lists.get(row.listId);
    const admittedBy = list ? admission(list.audience, question.asker) : null;
    return { priceId: row.id, listId: row.listId, verdict: verdict(row, list, admittedBy), admittedBy };
  });
}

function obstacle(list: PriceListTerms, row: PriceCandidate, { currency, quantity, at }: PriceQuestion): PriceVerdict | null {
  if (list.currency !== currency) return 'OTHER_CURRENCY';
  return notValid(list, at) ?? (quantity < row.minQuantity ? 'BELOW_TIER' : null);
}

function precedes(a: ChosenPrice, b: ChosenPrice): boolean {
  if (a.list.id !== b.list.id) return byPrecedence(a, b) < 0;
  return a.row.minQuantity === b.row.minQuantity ? a.row.id < b.row.id : a.row.minQuantity > b.row.minQuantity;
}

function byPrecedence(a: Pick<ChosenPrice, 'list' | 'admittedBy'>, b: Pick<ChosenPrice, 'list' | 'admittedBy'>): number {
  return (
    priceLevels.indexOf(a.admittedBy.level) - priceLevels.indexOf(b.admittedBy.level) ||
    a.admittedBy.distance - b.admittedBy.distance ||
    b.list.priority - a.list.priority ||
    narrowness(b.list.audience) - narrowness(a.list.audience) ||
    latestFirst(a.list, b.list) ||
    byId(a.list, b.list)
  );
}
