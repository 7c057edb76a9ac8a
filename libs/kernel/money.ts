import { exponentOf, type CurrencyCode } from './currency.js';
import { formatDecimal, parseDecimal, priceScale, quantityScale, type Quantity, type UnitPrice } from './decimal.js';
import { divide, type RoundingMode } from './rounding.js';
import type { Path } from './user-error.js';

/** An amount in minor units: EUR 12.34 is 1234n. It never touches a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: CurrencyCode;
}

/** Puts an amount together. */
export function money(minor: bigint, currency: CurrencyCode): Money {
  return { minor, currency };
}

/** Digits that a settled amount may have: what its column, numeric(20,0), holds. */
const moneyDigits = 20;

/** Reads an amount in major units with at most the currency's decimals. @throws UserError INVALID at `path` */
export function parseMoney(amount: string, currency: CurrencyCode, path: Path = []): Money {
  return { minor: parseDecimal(amount, exponentOf(currency), path, moneyDigits), currency };
}

/** The amount in major units with exactly the currency's decimals: `10.00`, `1.500`, `100`. */
export function formatMoney({ minor, currency }: Money): string {
  return formatDecimal(minor, exponentOf(currency));
}

/** What an exact sum is divided by for minor units, by the currency's decimals. */
const exactScales = Array.from({ length: priceScale + 1 }, (_, exponent) => 10n ** BigInt(priceScale + quantityScale - exponent));

/** An exact sum of prices × quantities (10^-9 of a major unit), rounded once to the currency's minor unit. */
export function settle(exact: bigint, currency: CurrencyCode, mode: RoundingMode = 'HALF_UP'): bigint {
  return divide(exact, exactScales[exponentOf(currency)] ?? 1n, mode);
}

/** Price × quantity, rounded once to the currency's minor unit (semantics §1: 0.012345 × 25,000 = 308.63). */
export function extend(price: UnitPrice, quantity: Quantity, currency: CurrencyCode, mode: RoundingMode = 'HALF_UP'): bigint {
  return settle(price * quantity, currency, mode);
}

/** A unit price with the currency's decimals, or with as many more as it needs: `5.00`, `0.012345`. */
export function formatUnitPrice(price: UnitPrice, currency: CurrencyCode): string {
  const least = exponentOf(currency);
  const text = formatDecimal(price, priceScale);
  const longest = text.length - (priceScale - least);
  const trimmed = text.replace(/0+$/, '');
  if (trimmed.length > longest) return trimmed;
  return least === 0 ? text.slice(0, longest - 1) : text.slice(0, longest);
}
