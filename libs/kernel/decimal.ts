import { UserError, type Path } from './user-error.js';

const plainDecimal = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

/**
 * Reads a decimal text as a whole number of 10^-scale: `parseDecimal('1.5', 3)` is 1500n.
 * Only plain decimals count: no sign but minus, no exponent, no comma, no more than `scale` decimals, and no more
 * than `digits` digits in all once scaled (18 fit every column that holds a price or a quantity).
 * @throws UserError INVALID at `path`
 */
export function parseDecimal(text: string, scale: number, path: Path = [], digits = 18): bigint {
  const match = plainDecimal.exec(text);
  if (!match) throw new UserError('INVALID', `"${text.slice(0, 40)}" is not a decimal such as "10.00"`, path);
  const [, sign, whole = '0', fraction = ''] = match;
  if (fraction.length > scale)
    throw new UserError('INVALID', `"${text.slice(0, 40)}" has more than ${scale} decimals`, path, { decimals: scale });
  if (whole.length + scale > digits)
    throw new UserError('INVALID', `"${text.slice(0, 40)}" is too large`, path, { digits: digits - scale });
  const value = BigInt(whole + fraction.padEnd(scale, '0'));
  return sign ? -value : value;
}

/** Writes a whole number of 10^-scale as a decimal text with exactly `scale` digits. */
export function formatDecimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The same without trailing zeros: `1.500` is `1.5`, `2.000` is `2`. */
export function formatShort(value: bigint, scale: number): string {
  const text = formatDecimal(value, scale);
  return scale === 0 ? text : text.replace(/\.?0+$/, '');
}

/** Decimals of a unit price. */
export const priceScale = 6;
/** Decimals of a quantity. */
export const quantityScale = 3;
/** Decimals of a percentage. */
export const percentScale = 6;

/** A quantity: thousandths of the variant's unit. */
export type Quantity = bigint;
/** A unit price: millionths of the currency's major unit. */
export type UnitPrice = bigint;
/** A percentage: millionths of a percent, so 21 % is 21_000_000n. */
export type Percent = bigint;

/** One whole unit. */
export const oneUnit: Quantity = 1000n;
/** All of it: 100 %. */
export const hundredPercent: Percent = 100_000_000n;
