import { divide, extend, hundredPercent, type Id } from '#kernel';
import type { Basket, BasketLine } from './basket.js';
import type { DiscountShare, PricedGift } from './priced-basket.js';
import { linesUnderCaps, usesOf, type ContractUse, type PricePart, type UnderCaps } from './prices/caps.js';
import { choosePrice, regularPrice, type ChosenPrice } from './prices/choose-price.js';
import { questionsOf, type PriceQuestion } from './prices/question.js';
import { tierAmount } from './prices/tier-amount.js';
import type { Standing, StandingCharge, StandingLine, UnitRange } from './promotions/standing.js';
import { shippingHere } from './taxes/follow-goods.js';
import { taxGround, type TaxGround } from './taxes/ground.js';
import type { Entry, ShippingMethodTerms, Terms } from './terms.js';

/** An amount while promotions are at it. */
export interface DraftCharge extends StandingCharge {
  left: bigint;
  discounts: DiscountShare[];
}

/** Units of a line while promotions are at them. */
export interface DraftRange extends UnitRange {
  left: bigint;
  takenBy: readonly string[];
  /** Kept from the moment that the line is told apart; before, those of the line are all there are. */
  discounts: DiscountShare[];
}

/** A line while promotions are at it. */
export interface DraftLine extends StandingLine, DraftCharge {
  left: bigint;
  afterItem: bigint;
  units: DraftRange[];
  readonly price: ChosenPrice | null;
  /** What prices its units where a cap keeps some of them from a contract's price; null: one price does. */
  readonly under: UnderCaps | null;
  /** What it takes of contracts. */
  readonly uses: readonly ContractUse[];
  /** What all of it must not be sold below; 0: no least price. */
  readonly floor: bigint;
  /** The promotion that has put it in, behind the others and after all had their turn; left out: it is bought. */
  readonly gift?: Id<'promotion'>;
  /** Whether no promotion may lower it. */
  readonly aside: boolean;
  /** The line at its regular price, where a convention says that a sale price and promotions do not go together; null: no question. */
  readonly regular: DraftLine | null;
}

/** The chosen shipping while promotions are at it. */
export interface DraftShipping extends DraftCharge {
  readonly method: ShippingMethodTerms;
}

/** A basket with prices, before taxes: lives within one `priceBasket`, and is all that changes there. */
export interface Draft extends Standing {
  /** Those that have a price. */
  lines: DraftLine[];
  /** Those that cannot be bought: no rule sees them. */
  readonly unpriced: readonly DraftLine[];
  shipping: DraftShipping | null;
  readonly goods: { before: bigint; afterItem: bigint; now: bigint };
  gifts: PricedGift[];
  readonly taxes: TaxGround;
}

/** Puts the prices to a basket. */
export function draftOf(terms: Terms, basket: Basket, at: number): Draft {
  const taxes = taxGround(terms, basket, at);
  const all = draftLines(terms, basket, at, taxes);
  const lines = all.filter(({ price }) => price !== null);
  const { channelId, conventions } = terms;
  return withGoods({
    at,
    channelId,
    timeZone: clockZone(terms, basket),
    currency: basket.currency,
    conventions,
    basket,
    lines,
    unpriced: lines.length === all.length ? [] : all.filter(({ price }) => price === null),
    shipping: draftShipping(terms, basket, lines, taxes),
    taxes,
    gifts: [],
  });
}

/** A draft of its own to try something on. */
export function copyOf(draft: Draft): Draft {
  const { shipping, goods, gifts } = draft;
  return {
    ...draft,
    lines: draft.lines.map((line) => ({ ...line, discounts: [...line.discounts], units: line.units.map(copyOfRange) })),
    shipping: shipping && { ...shipping, discounts: [...shipping.discounts] },
    goods: { ...goods },
    gifts: [...gifts],
  };
}

/** A draft with what its lines come to. */
export function withGoods(draft: Omit<Draft, 'goods'>): Draft {
  const goods = { before: 0n, afterItem: 0n, now: 0n };
  for (const { amount, afterItem, left } of draft.lines) {
    goods.before += amount;
    goods.afterItem += afterItem;
    goods.now += left;
  }
  return { ...draft, goods };
}

/** The zone in which the clocks are read where the basket is sold. */
export function clockZone({ timeZone, storeZones }: Terms, { locationId }: Basket): string {
  return (locationId === null ? undefined : storeZones.get(locationId)) ?? timeZone;
}

function draftLines(terms: Terms, basket: Basket, at: number, taxes: TaxGround): DraftLine[] {
  const { salePrice } = terms.conventions;
  const questions = questionsOf(terms, basket, at, taxes);
  const capped = linesUnderCaps(terms, basket, questions);
  return basket.lines.flatMap((line, index) => {
    const question = questions[index];
    if (!question) return [];
    const priced = (under: UnderCaps | undefined, choose: typeof choosePrice): DraftLine => {
      if (under) return partedLine(line, index, under.parts, question, taxes, under);
      return draftLine(line, index, choose(terms, line.prices, question), question, taxes);
    };
    const chosen = priced(capped.chosen.get(index), choosePrice);
    if (!chosen.onSale || salePrice === 'STACK') return [chosen];
    const regular = priced(capped.regular.get(index), regularPrice);
    return [regular.price === null ? chosen : { ...chosen, regular }];
  });
}

/** A line at a price, before any promotion. */
export function draftLine(
  line: BasketLine,
  index: number,
  price: ChosenPrice | null,
  question: PriceQuestion,
  taxes: TaxGround,
): DraftLine {
  const amount = price === null ? 0n : tierAmount(price, line.quantity, question);
  return partedLine(line, index, price ? [{ from: 0n, to: line.quantity, price, amount }] : [], question, taxes, null);
}

const noUses: readonly ContractUse[] = [];

/** The same at what prices its units; what is not priced as a whole is not priced at all. */
function partedLine(
  line: BasketLine,
  index: number,
  parts: readonly PricePart[],
  question: PriceQuestion,
  taxes: TaxGround,
  under: UnderCaps | null,
): DraftLine {
  const { currency, conventions, taxPercent } = question;
  const { quantity, taxClassId, item } = line;
  const price = parts.at(-1)?.to === quantity ? (parts[0]?.price ?? null) : null;
  const { entry, sale = false, contract } = price?.list ?? { entry: 'GROSS' };
  const units = parts.map(({ from, to, price: { list }, amount: entered }) => {
    const amount = taxes.here(entry, enteredAs(entry, list.entry, entered, question), taxClassId);
    return { from, to, amount, left: amount, takenBy: [], discounts: [] };
  });
  const amount = price === null ? 0n : units.reduce((sum, part) => sum + part.amount, 0n);
  const least = item?.floorPrice ?? null;
  const floor = least === null ? 0n : taxes.here(entry, extend(least, quantity, currency, conventions.rounding), taxClassId);
  return {
    line,
    index,
    price,
    onSale: sale,
    taxPercent,
    entry,
    amount,
    left: amount,
    afterItem: amount,
    under,
    uses: price && (contract || under) ? usesOf(parts, line) : noUses,
    floor,
    units: price === null ? [{ from: 0n, to: quantity, amount, left: amount, takenBy: [], discounts: [] }] : units,
    discounts: [],
    aside: false,
    regular: null,
  };
}

/** What was entered without or with tax, as the first price of its line was. */
function enteredAs(wanted: Entry, entry: Entry, amount: bigint, { taxPercent, conventions }: PriceQuestion): bigint {
  if (entry === wanted) return amount;
  const withTax = hundredPercent + taxPercent;
  const [times, by] = wanted === 'NET' ? [hundredPercent, withTax] : [withTax, hundredPercent];
  return divide(amount * times, by, conventions.rounding);
}

function draftShipping(
  terms: Terms,
  { shippingMethodId, country, currency }: Basket,
  lines: readonly DraftLine[],
  taxes: TaxGround,
): DraftShipping | null {
  const method = shippingMethodId === null ? undefined : terms.shippingMethods.get(shippingMethodId);
  if (!method || (method.countries.length > 0 && !method.countries.includes(country))) return null;
  const rate = method.rates.get(currency);
  if (!rate && method.kind !== 'PICKUP') return null;
  const entered = rate ? extend(rate.amount, 1000n, currency, terms.conventions.rounding) : 0n;
  const entry = rate?.entry ?? 'GROSS';
  const goods = lines.map((each) => ({ entry: each.entry, amount: each.amount, classId: each.line.taxClassId }));
  const { amount, taxPercent } = shippingHere({ entry, amount: entered, classId: method.taxClassId }, goods, taxes);
  return { method, taxPercent, entry, amount, left: amount, discounts: [] };
}

function copyOfRange(range: DraftRange): DraftRange {
  return { ...range, discounts: [...range.discounts] };
}
