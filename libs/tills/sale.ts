import type { Entry } from '#engine';
import { extend, type CurrencyCode, type Quantity, type RoundingMode, type UnitPrice } from '#kernel';

/** One line of a receipt; what was sold is named by one of the first three, or by its text alone. */
export interface ReportedLine {
  readonly variantId: string | null;
  readonly sku: string | null;
  readonly gtin: string | null;
  readonly text: string | null;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  /** Minor units, in the entry basis. */
  readonly discount: bigint;
  readonly tax: bigint;
}

/** A promotion that a till used, by its code in canonical form or its id. */
export interface ReportedPromotion {
  readonly code: string | null;
  readonly promotionId: string | null;
  readonly amount: bigint;
}

/** A part of what was paid. */
export interface ReportedTender {
  readonly kind: 'CASH' | 'CARD';
  readonly amount: bigint;
  readonly reference: string | null;
}

/** A completed sale as a till reports it: amounts in minor units. */
export interface ReportedSale {
  readonly saleId: string;
  readonly sequence: number;
  /** By the device's clock. */
  readonly deviceTime: Date;
  /** What the device knew then: the server's time less its own. */
  readonly clockOffsetSeconds: number | null;
  readonly snapshotId: string | null;
  readonly termsVersion: string | null;
  readonly currency: CurrencyCode;
  readonly entry: Entry;
  readonly lines: readonly ReportedLine[];
  readonly promotions: readonly ReportedPromotion[];
  readonly tenders: readonly ReportedTender[];
  /** As on the receipt; null: the number stands for no sale that can be read. */
  readonly totals: { readonly tax: bigint; readonly total: bigint } | null;
  /** The number of the exemption certificate that the buyer has shown; left out: none. */
  readonly certificate?: string;
  /** The price promise that it was sold by, as its token or its id; left out: none. */
  readonly promise?: string;
  /** What is known of a number that stands for no readable sale. */
  readonly unreadable: string | null;
}

/** A clock that is further off is told of. */
export const mostSkewSeconds = 300;

/** Longer than a till is alone: a sale from before that was dated by a clock that had begun anew. */
export const mostBehindSeconds = 31 * 24 * 60 * 60;

/** Whoever takes so many codes within a day that there are not may be trying them. */
export const mostUnknownCodes = 10;

/** When it was sold: the device's time, corrected by the last offset that it knew. */
export function soldAt({ deviceTime, clockOffsetSeconds }: Pick<ReportedSale, 'deviceTime' | 'clockOffsetSeconds'>): Date {
  return new Date(deviceTime.getTime() + (clockOffsetSeconds ?? 0) * 1000);
}

/** What a line was charged at: before and after what was taken off, and apart. */
export interface Charged {
  readonly amount: bigint;
  readonly left: bigint;
  readonly net: bigint;
  readonly gross: bigint;
}

/** The amounts of a line: what was charged, and the tax as the receipt says it. */
export function charged(
  { unitPrice, quantity, discount, tax }: Pick<ReportedLine, 'unitPrice' | 'quantity' | 'discount' | 'tax'>,
  { currency, entry }: Pick<ReportedSale, 'currency' | 'entry'>,
  rounding: RoundingMode,
): Charged {
  const amount = extend(unitPrice, quantity, currency, rounding);
  const left = amount - discount;
  return entry === 'GROSS' ? { amount, left, net: left - tax, gross: left } : { amount, left, net: left, gross: left + tax };
}

/** What all tenders come to. */
export function paidIn({ tenders }: Pick<ReportedSale, 'tenders'>): bigint {
  return tenders.reduce((sum, { amount }) => sum + amount, 0n);
}

/** What stands on the receipt. */
export function receiptNumber(tillNumber: string, sequence: number | string): string {
  return `${tillNumber}-${String(sequence)}`;
}
