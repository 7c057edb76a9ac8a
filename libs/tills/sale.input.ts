import { canonicalCode } from '#engine';
import {
  extend,
  isCurrency,
  parseDecimal,
  parseInstant,
  parseMoney,
  priceScale,
  quantityScale,
  type CurrencyCode,
  type Path,
} from '#kernel';
import type { TillSaleInput, TillSaleLineInput } from '#platform/graphql';
import { withoutCardNumbers } from './card-number.js';
import type { ReportedLine, ReportedSale } from './sale.js';
import {
  badAmount,
  badCount,
  badCurrency,
  badInstant,
  badName,
  badSequence,
  badText,
  badTotals,
  mostLines,
  mostParts,
} from './tills.errors.js';

/** What a sale that does not say it falls back to. */
export interface SaleDefaults {
  readonly currency: CurrencyCode;
  readonly entry: 'NET' | 'GROSS';
}

const largestSequence = 2_147_483_647;
/** In minor units: the sums of all lines still fit their column. */
const largestAmount = 10n ** 15n;
/** A billion units: what many sales come to still fits the level of a store. */
const largestQuantity = 10n ** 12n;
/** What a timestamp is kept from and to, so that it has a year of four digits. */
const earliest = Date.parse('0001-01-02T00:00:00Z');
const latest = Date.parse('9999-12-30T00:00:00Z');
const longestName = 500;
const longestToken = 100_000;

/** Reads a sale. @throws UserError INVALID naming the field below `path` */
export function reportedSale(input: TillSaleInput, path: Path, defaults: SaleDefaults): ReportedSale {
  const { sequence, unreadable = null, lines = [], promotions = [], tenders = [], totals = null } = input;
  if (!(Number.isInteger(sequence) && sequence >= 1 && sequence <= largestSequence)) throw badSequence([...path, 'sequence']);
  const currency = input.currency ?? defaults.currency;
  if (!isCurrency(currency)) throw badCurrency([...path, 'currency']);
  const isBlank = unreadable !== null;
  if ((totals === null) !== isBlank) throw badTotals([...path, 'totals']);
  counted(lines, [...path, 'lines'], isBlank ? 0 : 1, isBlank ? 0 : mostLines);
  counted(promotions, [...path, 'promotions'], 0, isBlank ? 0 : mostParts);
  counted(tenders, [...path, 'tenders'], 0, isBlank ? 0 : mostParts);
  const amount = (text: string, at: Path) => amountIn(text, currency, at);
  return {
    saleId: text(input.saleId, [...path, 'saleId'], 100),
    sequence,
    deviceTime: instantIn(input.soldAt, 0, [...path, 'soldAt']),
    clockOffsetSeconds: offsetIn(input, [...path, 'clockOffsetSeconds']),
    snapshotId: maybe(input.snapshotId, [...path, 'snapshotId'], 200),
    termsVersion: maybe(input.termsVersion, [...path, 'termsVersion'], 200),
    currency,
    entry: input.entry ?? defaults.entry,
    // left out where there is none: sales from before there were any are still the same
    ...(input.certificate != null && { certificate: text(input.certificate, [...path, 'certificate'], 100).trim() }),
    ...(input.promise != null && { promise: text(input.promise, [...path, 'promise'], longestToken) }),
    lines: lines.map((line, index) => reportedLine(line, [...path, 'lines', index], currency)),
    promotions: promotions.map(({ code, promotionId, amount: off }, index) => {
      const at = [...path, 'promotions', index];
      if ((code == null) === (promotionId == null)) throw badName(at, 'code and promotionId');
      const entered = maybe(code, [...at, 'code'], longestName);
      const id = maybe(promotionId, [...at, 'promotionId'], longestName);
      return { code: entered && canonicalCode(entered), promotionId: id, amount: amount(off, [...at, 'amount']) };
    }),
    tenders: tenders.map(({ kind, amount: kept, reference }, index) => {
      const at = [...path, 'tenders', index];
      const said = withoutCards(maybe(reference, [...at, 'reference'], 200));
      return { kind, amount: amount(kept, [...at, 'amount']), reference: said };
    }),
    totals: totals && {
      tax: amount(totals.tax, [...path, 'totals', 'tax']),
      total: amount(totals.total, [...path, 'totals', 'total']),
    },
    unreadable: isBlank ? withoutCardNumbers(text(unreadable, [...path, 'unreadable'], 20_000)) : null,
  };
}

function reportedLine(line: TillSaleLineInput, path: Path, currency: CurrencyCode): ReportedLine {
  const quantity = parseDecimal(line.quantity, quantityScale, [...path, 'quantity']);
  if (quantity <= 0n) throw badAmount([...path, 'quantity'], 'a quantity above zero: what comes back is no sale');
  if (quantity > largestQuantity) throw badAmount([...path, 'quantity'], 'more than a line can have');
  const unitPrice = parseDecimal(line.unitPrice, priceScale, [...path, 'unitPrice']);
  if (unitPrice < 0n) throw badAmount([...path, 'unitPrice'], 'a price that is not below zero');
  const amount = extend(unitPrice, quantity, currency);
  if (amount >= largestAmount) throw badAmount([...path, 'quantity'], 'more than a line can come to');
  const discount = amountIn(line.discount ?? '0', currency, [...path, 'discount']);
  // a half of a minor unit may be rounded either way: what is taken off is never more than both
  if (discount > extend(unitPrice, quantity, currency, 'HALF_DOWN'))
    throw badAmount([...path, 'discount'], 'no more than the line comes to');
  const named = {
    variantId: maybe(line.variantId, [...path, 'variantId'], longestName),
    sku: maybe(line.sku, [...path, 'sku'], longestName),
    gtin: maybe(line.gtin, [...path, 'gtin'], longestName),
    text: withoutCards(maybe(line.text, [...path, 'text'], longestName)),
  };
  const names = [named.variantId, named.sku, named.gtin].filter((name) => name !== null).length;
  if (names > 1 || (names === 0 && named.text === null)) throw badName(path, 'variantId, sku and gtin, or a text alone');
  return { ...named, quantity, unitPrice, discount, tax: amountIn(line.tax, currency, [...path, 'tax']) };
}

function amountIn(text: string, currency: CurrencyCode, path: Path): bigint {
  const { minor } = parseMoney(text, currency, path);
  if (minor < 0n) throw badAmount(path, 'an amount that is not below zero');
  if (minor >= largestAmount) throw badAmount(path, 'more than a receipt can say');
  return minor;
}

function instantIn(text: string, offsetSeconds: number, path: Path): Date {
  const time = parseInstant(text) ?? NaN;
  const corrected = time + offsetSeconds * 1000;
  if (!(Math.min(time, corrected) >= earliest && Math.max(time, corrected) <= latest)) throw badInstant(path);
  return new Date(time);
}

/** What the till knew of our time; a sale that it puts outside of all years cannot be read. */
function offsetIn(
  { soldAt, clockOffsetSeconds }: Pick<TillSaleInput, 'soldAt' | 'clockOffsetSeconds'>,
  path: Path,
): number | null {
  instantIn(soldAt, clockOffsetSeconds ?? 0, path);
  return clockOffsetSeconds ?? null;
}

function withoutCards(said: string | null): string | null {
  return said && withoutCardNumbers(said);
}

function counted(list: readonly unknown[], path: Path, min: number, max: number): void {
  if (list.length < min || list.length > max) throw badCount(path, min, max);
}

function maybe(given: string | null | undefined, path: Path, max: number): string | null {
  return given == null ? null : text(given, path, max);
}

function text(given: string, path: Path, max: number): string {
  if (given.trim() === '' || given.length > max) throw badText(path, max);
  return given;
}
