import { exponentOf, type CurrencyCode } from './currency.js';
import { formatDecimal, parseDecimal, priceScale, quantityScale, type Quantity, type UnitPrice } from './decimal.js';
import { divide, type RoundingMode } from './rounding.js';

/** An amount in minor units: EUR 12.34 is 1234n. It never touches a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: CurrencyCode;
}

export function money(minor: bigint, currency: CurrencyCode): Money {
  return { minor, currency };
}

/** Reads an amount in major units with at most the currency's decimals. @throws UserError INVALID at `path` */
export function parseMoney(amount: string, currency: CurrencyCode, path: readonly (string | number)[] = []): Money {
  return { minor: parseDecimal(amount, exponentOf(currency), path), currency };
}

/** The amount in major units with exactly the currency's decimals: `10.00`, `1.500`, `100`. */
export function formatMoney({ minor, currency }: Money): string {
  return formatDecimal(minor, exponentOf(currency));
}

const unitScale = 10n ** BigInt(priceScale + quantityScale);

/** Price × quantity, rounded once to the currency's minor unit (semantics §1: 0.012345 × 25,000 = 308.63). */
export function extend(price: UnitPrice, quantity: Quantity, currency: CurrencyCode, mode: RoundingMode = 'HALF_UP'): bigint {
  return divide(price * quantity * 10n ** BigInt(exponentOf(currency)), unitScale, mode);
}
