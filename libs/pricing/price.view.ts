import { formatShort, parseDecimal, priceScale, quantityScale, type Path } from '#kernel';
import type { TierInput } from '#platform/graphql';
import type { Price, Tier } from './price.js';

/** A tier, of what clients send. @throws UserError naming the field */
export function tierOf({ minQuantity, amount, compareAt }: TierInput, path: Path): Tier {
  return {
    minQuantity: minQuantity == null ? 0n : parseDecimal(minQuantity, quantityScale, [...path, 'minQuantity']),
    amount: parseDecimal(amount, priceScale, [...path, 'amount']),
    compareAt: compareAt == null ? null : parseDecimal(compareAt, priceScale, [...path, 'compareAt']),
  };
}

/** A price row as clients see it. */
export function shownPrice({ minQuantity, amount, compareAt, validFrom, validTo, ...price }: Price) {
  return {
    ...price,
    minQuantity: formatShort(minQuantity, quantityScale),
    amount: formatShort(amount, priceScale),
    compareAt: compareAt === null ? null : formatShort(compareAt, priceScale),
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
  };
}
