import { oneUnit, unitShare, type Quantity } from '#kernel';
import type { PricedLine, PricedUnits } from '../priced-basket.js';

/** What one unit costs, or so many in a row that cost the same. */
export interface UnitAmounts {
  readonly count: number;
  /** Of each: 1, or what is left over of a quantity that is not whole. */
  readonly quantity: Quantity;
  readonly amount: bigint;
  readonly discount: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
}

/** The most units of a line that are told one by one. */
export const mostUnits = 1000n;

/**
 * A line by the unit, adding up to the line (semantics §2.4): what is owed, the discount and the tax are each shared out in
 * closed form, the rest follows from them. Empty where there are more than `mostUnits`.
 */
export function perUnit(line: PricedLine): UnitAmounts[] {
  if (line.quantity > mostUnits * oneUnit) return [];
  const ranges: readonly Omit<PricedUnits, 'discounts'>[] =
    line.units.length > 0 ? line.units : [{ ...line, from: 0n, to: line.quantity }];
  const told: UnitAmounts[] = [];
  for (const range of ranges)
    for (let from = range.from; from < range.to;) {
      const whole = from + oneUnit;
      const to = whole < range.to ? whole : range.to;
      add(told, unitOf(range, line.entry, from, to));
      from = to;
    }
  return told;
}

function unitOf(range: Omit<PricedUnits, 'discounts'>, entry: PricedLine['entry'], from: Quantity, to: Quantity): UnitAmounts {
  const share = (total: bigint): bigint => unitShare(total, range.to - range.from, from - range.from, to - range.from);
  const tax = share(range.tax);
  const net = entry === 'NET' ? share(range.net) : share(range.gross) - tax;
  const owed = entry === 'NET' ? net : net + tax;
  const kept = range.amount - range.discount - (entry === 'NET' ? range.net : range.gross);
  const discount = share(range.discount);
  return { count: 1, quantity: to - from, amount: owed + discount + share(kept), discount, net, tax, gross: net + tax };
}

function add(told: UnitAmounts[], unit: UnitAmounts): void {
  const last = told.at(-1);
  if (last && alike.every((key) => last[key] === unit[key])) told[told.length - 1] = { ...last, count: last.count + 1 };
  else told.push(unit);
}

const alike = ['quantity', 'amount', 'discount', 'net', 'tax', 'gross'] as const;
