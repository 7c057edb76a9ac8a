import { hundredPercent, type Id } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { PriceListTerms } from '../terms.js';
import { byId, latestFirst, notValid } from '../validity.js';
import { admission, narrowness, priceLevels, type Admission } from './audience.js';
import { consider, rowNotValid, type Considered, type Obstacle, type PriceTerms } from './consider.js';
import type { Conversion } from './conversion.js';
import { countedIn, type PriceQuestion } from './question.js';
import { graduated } from './tier-amount.js';

/** A price row with the list that it stands in, and what lets the buyer have it. */
export interface ChosenPrice {
  readonly row: PriceCandidate;
  readonly list: PriceListTerms;
  readonly admittedBy: Admission;
  /** The tiers of a GRADUATED list that hold, from the smallest; of others none. */
  readonly bands: readonly PriceCandidate[];
  /** By what it has come from another currency; left out: it is in the list's own. */
  readonly converted?: Conversion;
}

/**
 * What became of a candidate. BAND: it prices a part of the quantity, in the graduated list that was chosen. OUTRANKED: another goes
 * first. DEARER: where the lowest price counts, another is lower. DEARER_SALE: it undercuts nothing, though its list is for sales.
 * BEYOND_CAP: it prices what a cap keeps from the price of a contract. CAP_REACHED: nothing is left of a cap of its contract.
 */
export type PriceVerdict = 'TAKEN' | 'BAND' | 'OUTRANKED' | 'DEARER' | 'DEARER_SALE' | 'BEYOND_CAP' | 'CAP_REACHED' | Obstacle;

const none: ReadonlySet<string> = new Set();

/**
 * The one row that prices a quantity, or null: the variant cannot be bought. In a list it is the highest tier reached; between lists
 * the convention `priceChoice` decides. MOST_SPECIFIC: the nearest to the buyer, then the greater priority, the narrower audience, the
 * latest start, the smaller id, never the lower price. LIST_PRIORITY: the priority before all of that. LOWEST: the price (semantics §5).
 * @param closed lists of whose prices no more is to be had
 */
export function choosePrice(
  terms: PriceTerms,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
  closed: ReadonlySet<string> = none,
): ChosenPrice | null {
  return chosenOf(openPrices(terms, candidates, question, closed), question);
}

/** The same, as if there were no lists for sales. */
export function regularPrice(
  terms: PriceTerms,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
  closed: ReadonlySet<string> = none,
): ChosenPrice | null {
  return bestOf(openPrices(terms, candidates, question, closed).filter(isRegular), question);
}

/** Of these lists those that may price something for the asker now, the one that goes first before the others. */
export function rankedLists(
  lists: readonly PriceListTerms[],
  { asker, currency, at, conventions }: Pick<PriceQuestion, 'asker' | 'currency' | 'at' | 'conventions'>,
): PriceListTerms[] {
  const admitted = lists.flatMap((list) => {
    const admittedBy = list.currency === currency && notValid(list, at) === null ? admission(list.audience, asker) : null;
    return admittedBy ? [{ list, admittedBy }] : [];
  });
  return admitted.sort((a, b) => byRank(a, b, conventions)).map(({ list }) => list);
}

/** What became of one candidate. */
export interface ExplainedCandidate {
  readonly priceId: Id<'price'>;
  readonly listId: Id<'priceList'>;
  readonly verdict: PriceVerdict;
  /** The predicate by which its list is for the buyer; null: it is not. */
  readonly admittedBy: Admission | null;
}

/** The lists that price the parts of a line of which caps keep units from a contract's prices, and those whose caps do. */
export interface CappedLists {
  readonly parts: readonly { readonly price: { readonly listId: Id<'priceList'> } }[];
  readonly reached: readonly { readonly listId: Id<'priceList'> }[];
}

/** Says of every candidate why it was taken or not. */
export function explainChoice(
  terms: PriceTerms,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
  capped?: CappedLists,
): ExplainedCandidate[] {
  const all = consider(terms, candidates, question);
  const prices = pricesOf(all, question);
  const parts = (capped?.parts ?? []).flatMap(({ price }) => prices.find(({ list }) => list.id === price.listId) ?? []);
  const chosen = capped ? (parts[0] ?? null) : chosenOf(prices, question);
  const dearerSales = dearerSalesOf(prices, question);
  const verdict = ({ row, list, obstacle }: Considered): PriceVerdict => {
    if (row === chosen?.row) return 'TAKEN';
    if (parts.some((part) => part.row === row)) return 'BEYOND_CAP';
    if (chosen?.bands.includes(row)) return 'BAND';
    if (obstacle) return obstacle;
    if (capped?.reached.some(({ listId }) => listId === list?.id)) return 'CAP_REACHED';
    const price = prices.find((each) => each.list === list);
    if (price && dearerSales.has(price)) return 'DEARER_SALE';
    const lowest = question.conventions.priceChoice === 'LOWEST';
    return lowest && price && chosen && byAmount(price, chosen, question) > 0 ? 'DEARER' : 'OUTRANKED';
  };
  return all.map((each) => ({
    priceId: each.row.id,
    listId: each.row.listId,
    verdict: verdict(each),
    admittedBy: each.admittedBy,
  }));
}

function openPrices(
  terms: PriceTerms,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
  closed: ReadonlySet<string>,
): ChosenPrice[] {
  const prices = pricesOf(consider(terms, candidates, question), question);
  return closed.size === 0 ? prices : prices.filter(({ list }) => !closed.has(list.id));
}

/** What each list asks: of its tiers the highest that is reached. */
function pricesOf(all: readonly Considered[], { at }: PriceQuestion): ChosenPrice[] {
  const prices: ChosenPrice[] = [];
  for (const { row, list, admittedBy, obstacle, converted } of all) {
    if (obstacle !== null || !list || !admittedBy) continue;
    const place = prices.findIndex((price) => price.list === list);
    const known = prices[place];
    if (known && !isReached(row, known.row)) continue;
    const bands = known?.bands ?? bandsOf(all, list, at);
    prices[known ? place : prices.length] = { row, list, admittedBy, bands, ...(converted && { converted }) };
  }
  return prices;
}

function isReached(row: PriceCandidate, before: PriceCandidate): boolean {
  return row.minQuantity === before.minQuantity ? row.id < before.id : row.minQuantity > before.minQuantity;
}

function bandsOf(all: readonly Considered[], list: PriceListTerms, at: number): readonly PriceCandidate[] {
  if (list.tierMode === 'VOLUME') return [];
  const rows = all.flatMap((each) => (each.list === list && rowNotValid(each.row, at) === null ? [each.row] : []));
  return rows.sort((a, b) => (a.minQuantity < b.minQuantity ? -1 : 1));
}

function chosenOf(prices: readonly ChosenPrice[], question: PriceQuestion): ChosenPrice | null {
  const dearerSales = dearerSalesOf(prices, question);
  return bestOf(dearerSales.size === 0 ? prices : prices.filter((price) => !dearerSales.has(price)), question);
}

/** The prices of lists for sales that are dearer than what would be paid without such lists, where those do not count. */
function dearerSalesOf(prices: readonly ChosenPrice[], question: PriceQuestion): ReadonlySet<ChosenPrice> {
  const sales = question.conventions.dearerSale === 'IGNORE' ? prices.filter((price) => !isRegular(price)) : [];
  const regular = sales.length > 0 ? bestOf(prices.filter(isRegular), question) : null;
  return new Set(regular ? sales.filter((sale) => byAmount(sale, regular, question) > 0) : []);
}

function isRegular({ list }: ChosenPrice): boolean {
  return list.sale !== true;
}

function bestOf(prices: readonly ChosenPrice[], question: PriceQuestion): ChosenPrice | null {
  const lowest = question.conventions.priceChoice === 'LOWEST';
  let best: ChosenPrice | null = null;
  for (const price of prices) {
    const order = best === null ? -1 : (lowest && byAmount(price, best, question)) || byRank(price, best, question.conventions);
    if (order < 0) best = price;
  }
  return best;
}

/** The lower price of a unit first, with tax if they were entered differently. */
function byAmount(a: ChosenPrice, b: ChosenPrice, question: PriceQuestion): number {
  const [sumA, countA] = costOf(a, question);
  const [sumB, countB] = costOf(b, question);
  const taxed = ({ list }: ChosenPrice): bigint =>
    a.list.entry !== b.list.entry && list.entry === 'NET' ? hundredPercent + question.taxPercent : hundredPercent;
  const difference = sumA * countB * taxed(a) - sumB * countA * taxed(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** What a number of units cost. */
function costOf({ row, list, bands }: ChosenPrice, question: PriceQuestion): readonly [sum: bigint, count: bigint] {
  if (list.tierMode === 'VOLUME') return [row.amount, 1n];
  const quantity = countedIn(list, question).all;
  return [graduated(bands, quantity), quantity];
}

type Ranked = Pick<ChosenPrice, 'list' | 'admittedBy'>;

function byRank(a: Ranked, b: Ranked, { priceChoice }: PriceQuestion['conventions']): number {
  return (
    (priceChoice === 'LIST_PRIORITY' && b.list.priority - a.list.priority) ||
    priceLevels.indexOf(a.admittedBy.level) - priceLevels.indexOf(b.admittedBy.level) ||
    a.admittedBy.distance - b.admittedBy.distance ||
    b.list.priority - a.list.priority ||
    narrowness(b.list.audience) - narrowness(a.list.audience) ||
    latestFirst(a.list, b.list) ||
    byId(a.list, b.list)
  );
}
