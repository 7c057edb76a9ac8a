import { currencyOf, parseDecimal, priceScale, type CurrencyCode, type Path, type UnitPrice } from '#kernel';
import { refused } from '../pricing.errors.js';

/** What a unit of a variant must not be sold below, in the entry basis of its price. */
export interface FloorPrice {
  readonly variantId: string;
  readonly currency: CurrencyCode;
  /** Null: nothing is said any more. */
  readonly amount: UnitPrice | null;
}

/** A least price as it is asked for. */
export interface FloorPriceInput {
  readonly variantId: string;
  readonly currency: string;
  /** In major units; null: none any more. */
  readonly amount?: string | null | undefined;
}

/** The most that are set at a time. */
const mostFloors = 1000;

/** The least prices that are asked for. @throws UserError naming the entry and the field */
export function floorsAt(inputs: readonly FloorPriceInput[], path: Path): FloorPrice[] {
  if (inputs.length > mostFloors) throw refused.tooManyFloors(mostFloors, path);
  const seen = new Set<string>();
  return inputs.map(({ variantId, currency, amount }, index) => {
    const at = [...path, index];
    if (seen.has(`${variantId} ${currency}`)) throw refused.floorTwice(at);
    seen.add(`${variantId} ${currency}`);
    return { variantId, currency: currencyOf(currency, [...at, 'currency']), amount: amountAt(amount, [...at, 'amount']) };
  });
}

function amountAt(text: string | null | undefined, path: Path): UnitPrice | null {
  if (text == null) return null;
  const amount = parseDecimal(text, priceScale, path);
  if (amount <= 0n) throw refused.floorZero(path);
  return amount;
}
