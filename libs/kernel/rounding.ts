/** What happens to a tie: away from zero, towards zero, or to the even neighbour (semantics §4). */
export type RoundingMode = 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN';

/**
 * The one place that rounds: numerator ÷ denominator to the nearest whole number.
 * The sign is taken off first, so that a refund rounds like the sale it undoes.
 */
export function divide(numerator: bigint, denominator: bigint, mode: RoundingMode = 'HALF_UP'): bigint {
  if (denominator === 0n) throw new RangeError('division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const whole = n / d;
  const twice = (n % d) * 2n;
  const up = twice > d || (twice === d && (mode === 'HALF_UP' || (mode === 'HALF_EVEN' && whole % 2n === 1n)));
  const rounded = up ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}
