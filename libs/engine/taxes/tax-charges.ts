import { allocate, oneUnit, unitShare, type Id, type Quantity } from '#kernel';
import { assess, type Taxable } from './assess.js';
import { shippingParts, type ClassAmount } from './follow-goods.js';
import type { TaxGround } from './ground.js';
import type { Levy } from './levy.js';
import { apart, type Taxed } from './tax.js';

/** Units of a line that share an amount, counted in thousandths within the line. */
export interface TaxableUnits {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly amount: bigint;
}

/** A line to tax: what discounts have left of it, with what the seller is reimbursed for. */
export interface TaxableLine extends ClassAmount {
  /** All its units, in order; their amounts add up to the line's. */
  readonly units: readonly TaxableUnits[];
}

/** A line with its taxes, and the part of each of its ranges of units. */
export interface TaxedLine extends Taxed {
  readonly units: readonly Omit<Taxed, 'taxes'>[];
}

/** Taxes the goods and the shipping of a basket, rounded as its conventions say: it always adds up (semantics §4). */
export function taxCharges(
  ground: TaxGround,
  goods: readonly TaxableLine[],
  shipping: ClassAmount | null,
): { readonly goods: readonly TaxedLine[]; readonly shipping: Taxed | null } {
  const parts = shipping ? shippingParts(shipping, goods, ground) : [];
  const byDocument = ground.conventions.taxRounding === 'DOCUMENT' ? documentTaxes(ground, [...goods, ...parts]) : null;
  const alone = (each: ClassAmount): bigint[] => assess([each], ground.owed(each.classId), ground.conventions)[0] ?? [];
  const taxesOf = (each: ClassAmount): readonly bigint[] => byDocument?.get(each) ?? alone(each);
  return {
    goods: goods.map((line) =>
      ground.conventions.taxRounding === 'UNIT' ? taxedByUnit(line, ground) : taxedLine(line, ground, taxesOf(line)),
    ),
    shipping: shipping && together(parts.map((part) => apart(part, ground.owed(part.classId), taxesOf(part)))),
  };
}

/** Each rate rounded once on all that bears it, shared out to the amounts. */
function documentTaxes(ground: TaxGround, charges: readonly ClassAmount[]): ReadonlyMap<ClassAmount, readonly bigint[]> {
  const byClass = new Map<Id<'taxClass'>, ClassAmount[]>();
  for (const each of charges) {
    const theirs = byClass.get(each.classId);
    if (theirs) theirs.push(each);
    else byClass.set(each.classId, [each]);
  }
  return new Map(
    [...byClass].flatMap(([classId, theirs]) => {
      const taxes = assess(theirs, ground.owed(classId), ground.conventions);
      return theirs.map((each, index) => [each, taxes[index] ?? []] as const);
    }),
  );
}

/** A line whose tax was rounded on it: its units have their part by what they cost. */
function taxedLine(line: TaxableLine, ground: TaxGround, taxes: readonly bigint[]): TaxedLine {
  return sharedOut(line, apart(line, ground.owed(line.classId), taxes));
}

/** A line's tax with the part of it that each of its ranges of units has. */
export function sharedOut(line: Omit<TaxableLine, 'classId'>, whole: Taxed): TaxedLine {
  if (line.units.length < 2) return { ...whole, units: [] };
  const parts = allocate(
    whole.tax,
    line.units.map(({ amount }) => amount),
  );
  return { ...whole, units: line.units.map(({ amount }, index) => rangeOf(line, amount, parts[index] ?? 0n)) };
}

/** A line whose tax is the sum of those of its units. */
function taxedByUnit(line: TaxableLine, ground: TaxGround): TaxedLine {
  const levy = ground.owed(line.classId);
  const taxes = line.units.map((units) => unitTaxes(units, line, levy, ground));
  const whole = apart(
    line,
    levy,
    levy.rates.map((_, rate) => taxes.reduce((all, each) => all + (each[rate] ?? 0n), 0n)),
  );
  if (line.units.length < 2) return { ...whole, units: [] };
  const taxOf = (index: number): bigint => taxes[index]?.reduce((all, tax) => all + tax, 0n) ?? 0n;
  return { ...whole, units: line.units.map(({ amount }, index) => rangeOf(line, amount, taxOf(index))) };
}

/** What each rate takes of units that share an amount: of whole units each by itself, and of what is less than a unit. */
function unitTaxes({ from, to, amount }: TaxableUnits, { entry }: Taxable, levy: Levy, ground: TaxGround): bigint[] {
  const quantity = to - from;
  const count = quantity / oneUnit;
  const ofUnits = unitShare(amount, quantity, 0n, count * oneUnit);
  const on = (each: bigint): bigint[] => assess([{ entry, amount: each }], levy, ground.conventions)[0] ?? [];
  const rest = on(amount - ofUnits);
  if (count === 0n) return rest;
  // the shares of single units differ by one at most: so many of them are the greater one
  const [least, greater] = [ofUnits / count, ofUnits % count];
  const [low, high] = [on(least), on(least + 1n)];
  return rest.map((tax, rate) => tax + (low[rate] ?? 0n) * (count - greater) + (high[rate] ?? 0n) * greater);
}

function rangeOf({ entry }: Taxable, amount: bigint, tax: bigint): Omit<Taxed, 'taxes'> {
  return entry === 'NET' ? { net: amount, tax, gross: amount + tax } : { net: amount - tax, tax, gross: amount };
}

function together([first, ...others]: readonly Taxed[]): Taxed | null {
  if (!first) return null;
  return others.reduce<Taxed>(
    (all, { net, tax, gross, taxes }) => ({
      net: all.net + net,
      tax: all.tax + tax,
      gross: all.gross + gross,
      taxes: [...all.taxes, ...taxes],
    }),
    first,
  );
}
