import { formatMoney, formatShort, formatUnitPrice, percentScale, quantityScale, type CurrencyCode, type Facts } from '#kernel';
import type { Charge, DiscountShare, PricedBasket, PricedLine, TaxAmount } from '../priced-basket.js';
import { perUnit } from './per-unit.js';

/** Amounts of one tax, in major units. */
export interface TaxResult {
  readonly name: string;
  readonly percent: string;
  readonly base: string;
  readonly amount: string;
}

/** A line or the shipping, in major units. */
export interface ChargeResult {
  readonly entry: string;
  readonly amount: string;
  readonly discount: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  readonly reimbursed: string;
  /** By the promotion's id. */
  readonly discounts: ReadonlyMap<string, string>;
  /** By the rate's id. */
  readonly taxes: ReadonlyMap<string, TaxResult>;
}

/** What units that cost the same cost each, in major units. */
export interface UnitResult {
  readonly count: number;
  readonly quantity: string;
  readonly amount: string;
  readonly discount: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** A line. */
export interface LineResult extends ChargeResult {
  readonly variant: string;
  readonly quantity: string;
  /** Null: it has no price and cannot be bought. */
  readonly price: { readonly list: string; readonly amount: string; readonly compareAt: string | null } | null;
  readonly units: readonly UnitResult[];
}

/**
 * A priced basket in decimal texts: what `price --json` prints and what `expect` names parts of. A Map's names are all of them;
 * of a plain object an expectation may name some.
 */
export interface Result {
  readonly at: string;
  readonly currency: string;
  readonly lines: Readonly<Record<string, LineResult>>;
  readonly shipping: (ChargeResult & { readonly method: string }) | null;
  readonly discounts: ReadonlyMap<string, string>;
  readonly gifts: readonly { readonly promotion: string; readonly variant: string; readonly quantity: string }[];
  readonly refusedCodes: ReadonlyMap<string, { readonly reason: string; readonly facts: Facts }>;
  readonly taxes: ReadonlyMap<string, TaxResult>;
  readonly totals: Readonly<Record<keyof PricedBasket['totals'], string>>;
}

/** The result of pricing a scenario, as it is shown. */
export function resultOf(priced: PricedBasket): Result {
  const { currency, shipping, totals } = priced;
  const money = (minor: bigint): string => formatMoney({ minor, currency });
  return {
    at: new Date(priced.at).toISOString(),
    currency,
    lines: Object.fromEntries(priced.lines.map((line) => [line.lineId, lineResult(line, currency)])),
    shipping: shipping && { method: shipping.methodId, ...chargeResult(shipping, money) },
    discounts: new Map(priced.discounts.map(({ promotionId, amount }) => [promotionId, money(amount)])),
    gifts: priced.gifts.map(({ promotionId, variantId, quantity }) => ({
      promotion: promotionId,
      variant: variantId,
      quantity: formatShort(quantity, quantityScale),
    })),
    refusedCodes: new Map(priced.refusedCodes.map(({ code, reason, facts }) => [code, { reason, facts }])),
    taxes: taxResults(priced.taxes, money),
    totals: Object.fromEntries(
      Object.entries(totals).map(([key, minor]: [string, bigint]) => [key, money(minor)]),
    ) as Result['totals'],
  };
}

/** The result as JSON text. */
export function resultJson(result: unknown): string {
  return JSON.stringify(result, (_key, each: unknown) => (each instanceof Map ? Object.fromEntries(each) : each) as unknown, 2);
}

function lineResult(line: PricedLine, currency: CurrencyCode): LineResult {
  const money = (minor: bigint): string => formatMoney({ minor, currency });
  const { variantId, quantity, price } = line;
  return {
    variant: variantId,
    quantity: formatShort(quantity, quantityScale),
    price: price && {
      list: price.listId,
      amount: formatUnitPrice(price.amount, currency),
      compareAt: price.compareAt === null ? null : formatUnitPrice(price.compareAt, currency),
    },
    ...chargeResult(line, money),
    units: perUnit(line).map(({ count, quantity: each, ...amounts }) => ({
      count,
      quantity: formatShort(each, quantityScale),
      ...(Object.fromEntries(Object.entries(amounts).map(([key, minor]) => [key, money(minor)])) as Omit<
        UnitResult,
        'count' | 'quantity'
      >),
    })),
  };
}

function chargeResult(charge: Charge, money: (minor: bigint) => string): ChargeResult {
  const { entry, amount, discount, net, tax, gross, reimbursed } = charge;
  return {
    entry,
    amount: money(amount),
    discount: money(discount),
    net: money(net),
    tax: money(tax),
    gross: money(gross),
    reimbursed: money(reimbursed),
    discounts: discountResults(charge.discounts, money),
    taxes: taxResults(charge.taxes, money),
  };
}

function discountResults(shares: readonly DiscountShare[], money: (minor: bigint) => string): Map<string, string> {
  const sums = new Map<string, bigint>();
  for (const { promotionId, amount } of shares) sums.set(promotionId, (sums.get(promotionId) ?? 0n) + amount);
  return new Map([...sums].map(([id, sum]) => [id, money(sum)]));
}

function taxResults(taxes: readonly TaxAmount[], money: (minor: bigint) => string): Map<string, TaxResult> {
  return new Map(
    taxes.map(({ rateId, name, percent, base, amount }) => [
      rateId ?? name,
      { name, percent: formatShort(percent, percentScale), base: money(base), amount: money(amount) },
    ]),
  );
}
