import type { Item } from '#cart/rules';
import type { PricedBasket, PricedLine } from '#engine';
import { formatMoney, type CurrencyCode, type Facts, type RoundingMode } from '#kernel';
import type { SaleException } from '#exceptions';
import type { KnownPromotion, UsedPromotions } from './used-promotions.js';
import { charged, mostSkewSeconds, paidIn, soldAt, type Charged, type ReportedLine, type ReportedSale } from './sale.js';

/** What is odd about a sale, by kind: a sale has at most one of each. */
export type Oddities = ReadonlyMap<SaleException['kind'], Facts>;

/** A sale with everything that it is held against. */
export interface Case {
  readonly sale: ReportedSale;
  /** The variants of its lines as the shop knows them, by line; null: nobody knows what was sold. */
  readonly items: readonly (Item | null)[];
  /** What the shop would have charged for the lines that it knows, their ids being their places; null: it does not sell in that currency. */
  readonly expected: PricedBasket | null;
  /** The tax that the shop would have charged on what was charged, by line. */
  readonly taxes: ReadonlyMap<number, Pick<PricedLine, 'tax'>>;
  readonly rounding: RoundingMode;
  readonly used: UsedPromotions;
  /** Minor units; null: no limit was set. */
  readonly floorLimit: bigint | null;
}

/** Looks for what is odd about a sale: nothing of it is a reason to refuse it. */
export function judged(one: Case): Oddities {
  const { sale } = one;
  const odd = new Map<SaleException['kind'], Facts>();
  if (sale.totals === null) return odd.set('UNREADABLE', {});
  const amounts = sale.lines.map((line) => charged(line, sale, one.rounding));
  const money = moneyIn(sale.currency);
  const raise = (kind: SaleException['kind'], facts: Facts | null) => facts && odd.set(kind, facts);
  raise('UNKNOWN_VARIANT', listed(linesWhere(sale, (_, index) => !one.items[index])));
  raise('NOT_FOR_SALE', unpriced(one));
  raise('FOREIGN_CURRENCY', one.expected ? null : { currency: sale.currency });
  raise('PRICE_VARIANCE', priceVariance(one, amounts));
  raise('TAX_VARIANCE', taxVariance(one));
  raise('CODE_UNKNOWN', one.used.unknown.length ? { codes: one.used.unknown.join(' ') } : null);
  const closed = one.used.found.filter((promotion) => !isOpen(promotion, soldAt(sale).getTime()));
  raise('PROMOTION_CLOSED', closed.length ? { promotions: closed.map(({ id }) => id).join(' ') } : null);
  const linesTotal = amounts.reduce((sum, { gross }) => sum + gross, 0n);
  const linesTax = sale.lines.reduce((sum, { tax }) => sum + tax, 0n);
  const { total, tax } = sale.totals;
  if (total !== linesTotal || tax !== linesTax)
    odd.set('TOTALS_DIFFER', { total: money(total), tax: money(tax), linesTotal: money(linesTotal), linesTax: money(linesTax) });
  if (paidIn(sale) !== linesTotal) odd.set('TENDER_DIFFERENCE', { paid: money(paidIn(sale)), total: money(linesTotal) });
  raise('FLOOR_LIMIT', aboveFloor(one));
  return odd;
}

/** How wrong the clock is that a push was sent by, in seconds ahead of ours; null: it is right enough. */
export function skewOf(deviceTime: Date, now: Date): number | null {
  const seconds = Math.round((deviceTime.getTime() - now.getTime()) / 1000);
  return Math.abs(seconds) > mostSkewSeconds ? seconds : null;
}

function priceVariance({ sale, items, expected }: Case, amounts: readonly Charged[]): Facts | null {
  if (!expected) return null;
  const priced = pricedLines(expected);
  const differing = amounts.flatMap(({ left, gross }, index) => {
    const line = priced.get(String(index));
    if (!items[index] || !line?.price) return [];
    // in the same basis as they were entered, where both are; else with the tax
    const [was, wanted] = line.entry === sale.entry ? [left, line.amount - line.discount] : [gross, line.gross];
    return was === wanted ? [] : [{ index, was, wanted }];
  });
  return difference(sale.currency, differing);
}

function taxVariance({ sale, taxes }: Case): Facts | null {
  const differing = sale.lines.flatMap(({ tax: was }, index) => {
    const wanted = taxes.get(index)?.tax ?? was;
    return was === wanted ? [] : [{ index, was, wanted }];
  });
  return difference(sale.currency, differing);
}

/** What differs, as facts: which lines, and what they come to. */
function difference(
  currency: CurrencyCode,
  differing: readonly { readonly index: number; readonly was: bigint; readonly wanted: bigint }[],
): Facts | null {
  if (!differing.length) return null;
  const money = moneyIn(currency);
  return {
    lines: differing.map(({ index }) => index + 1).join(' '),
    charged: money(differing.reduce((sum, { was }) => sum + was, 0n)),
    expected: money(differing.reduce((sum, { wanted }) => sum + wanted, 0n)),
    currency,
  };
}

function aboveFloor({ sale, floorLimit }: Case): Facts | null {
  if (floorLimit === null) return null;
  const cards = sale.tenders.filter(({ kind }) => kind === 'CARD').reduce((sum, { amount }) => sum + amount, 0n);
  const money = moneyIn(sale.currency);
  return cards > floorLimit ? { charged: money(cards), limit: money(floorLimit), currency: sale.currency } : null;
}

function unpriced({ sale, items, expected }: Case): Facts | null {
  const priced = expected && pricedLines(expected);
  return priced && listed(linesWhere(sale, (_, index) => Boolean(items[index]) && !priced.get(String(index))?.price));
}

function pricedLines({ lines }: PricedBasket): ReadonlyMap<string, PricedLine> {
  return new Map(lines.map((line) => [line.lineId, line]));
}

function isOpen({ status, validFrom, validTo }: KnownPromotion, at: number): boolean {
  return status === 'ACTIVE' && (validFrom === null || validFrom.getTime() <= at) && (validTo === null || at < validTo.getTime());
}

/** The places, from 1, of the lines for which it holds. */
function linesWhere({ lines }: ReportedSale, holds: (line: ReportedLine, index: number) => boolean): number[] {
  return lines.flatMap((line, index) => (holds(line, index) ? [index + 1] : []));
}

function listed(lines: readonly number[]): Facts | null {
  return lines.length ? { lines: lines.join(' ') } : null;
}

function moneyIn(currency: CurrencyCode): (minor: bigint) => string {
  return (minor) => formatMoney({ minor, currency });
}
