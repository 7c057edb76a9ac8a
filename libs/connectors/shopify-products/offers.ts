import type { StockCount, StockLevel } from '#inventory';
import type { Id } from '#kernel';
import type { Price, PriceInput } from '#pricing';
import type { Offer } from './draft.js';

/** What the file says of a variant that the catalog has, or will have when the batch is written. */
export interface Offered {
  readonly variantId: Id<'variant'>;
  readonly created: boolean;
  readonly offer: Offer;
}

/** The prices as the list shall have them: the file says the first tier, the others stay. */
export function priceInputs(offered: readonly Offered[], list: string, known: readonly Price[]): PriceInput[] {
  const further = new Map<string, Price[]>();
  for (const price of known.filter(({ minQuantity }) => minQuantity > 0n))
    further.set(price.variantId, [...(further.get(price.variantId) ?? []), price]);
  return offered.flatMap(({ variantId, offer: { price } }) =>
    price ? [{ list, variantId, tiers: [{ minQuantity: 0n, ...price }, ...(further.get(variantId) ?? [])] }] : [],
  );
}

/** What was counted and differs from what is known. */
export function changedLevels(
  offered: readonly Offered[],
  locationId: Id<'location'>,
  known: readonly StockLevel[],
): StockCount[] {
  const levels = new Map<string, StockLevel>(known.map((level) => [level.variantId, level]));
  return offered.flatMap(({ variantId, offer: { onHand, backorder } }) => {
    const level = levels.get(variantId);
    const same = onHand === undefined || (level?.onHand === onHand && level.backorder === backorder);
    return same ? [] : [{ variantId, locationId, onHand, unavailable: null, backorder }];
  });
}
