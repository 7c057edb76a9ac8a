import type { Items } from '#cart/rules';
import { canonicalCode, type PriceCandidate } from '#engine';
import type { RulesThen } from '#terms';
import { priceOf, type PriceColumns } from '#terms/rules';
import { mostBehindSeconds, soldAt, type ReportedSale } from './sale.js';
import type { KnownPromotion } from './used-promotions.js';

/** A price with the instants from and up to which it was believed and held, in epoch milliseconds; null: always, for good. */
export type FormerPriceTuple = readonly [...PriceColumns, from: number | null, to: number | null];

/** The instant whose prices and rules a sale is held against: its own, but for one that a clock has put too far back. */
export function judgedAt(sale: ReportedSale, now: Date): number {
  return Math.min(now.getTime(), Math.max(soldAt(sale).getTime(), now.getTime() - mostBehindSeconds * 1000));
}

/** The items at the prices that they had at an instant, or at the first that they got since; null: they are what they were. */
export function itemsAt(items: Items, prices: readonly FormerPriceTuple[] | null, at: number): Items {
  if (prices === null) return items;
  const byVariant = new Map<string, FormerPriceTuple[]>();
  for (const price of prices) byVariant.set(price[0], [...(byVariant.get(price[0]) ?? []), price]);
  return new Map([...items].map(([id, item]) => [id, { ...item, prices: pricesAt(byVariant.get(id) ?? [], at) }]));
}

/** @param rows of one variant, the latest that was recorded first */
function pricesAt(rows: readonly FormerPriceTuple[], asked: number): PriceCandidate[] {
  const at = Math.max(asked, Math.min(...rows.map((row) => row[6] ?? -Infinity)));
  const tiers = new Map<string, PriceCandidate>();
  for (const [variantId, id, listId, minQuantity, amount, compareAt, from, to] of rows) {
    const tier = `${listId} ${minQuantity}`;
    if ((from !== null && from > at) || (to !== null && to <= at) || tiers.has(tier)) continue;
    tiers.set(tier, priceOf([variantId, id, listId, minQuantity, amount, compareAt]));
  }
  return [...tiers.values()];
}

/** The promotions as they were, where they have been changed since: the ones that sales name, and whatever had codes then. */
export function promotionsAt(known: readonly KnownPromotion[], then: RulesThen['promotions']): KnownPromotion[] {
  const now = new Map<string, KnownPromotion>(known.map((one) => [one.id, one]));
  const were = [...then.values()].flatMap((promotion): KnownPromotion[] => {
    if (!promotion) return [];
    const { id, name, status, validFrom, validTo, usageLimit } = promotion;
    // codes that count once are known by their hashes alone, and are never taken back
    const once = now.get(id)?.once ?? [];
    const codes = [...promotion.codes.map((code) => canonicalCode(code)), ...once];
    return [{ id, codes, once, name, status, validFrom, validTo, limited: usageLimit !== null }];
  });
  return [...known.filter(({ id }) => !then.has(id)), ...were];
}
