import { allocate, divide, hundredPercent, type Id, type Percent } from '#kernel';
import type { Entry } from '../terms.js';
import type { Taxable } from './assess.js';
import type { TaxGround } from './ground.js';

/** An amount of one tax class. */
export interface ClassAmount extends Taxable {
  readonly classId: Id<'taxClass'>;
}

/**
 * What of the shipping is taxed by which class: all by its own, or it follows the goods by their value in its entry basis, by
 * largest remainder (semantics §4). Goods without value let it have its own class.
 */
export function shippingParts(shipping: ClassAmount, goods: readonly ClassAmount[], ground: TaxGround): ClassAmount[] {
  if (ground.conventions.shippingTax === 'OWN_CLASS') return [shipping];
  const { entry, amount } = shipping;
  const values = new Map<Id<'taxClass'>, bigint>();
  for (const each of goods) values.set(each.classId, (values.get(each.classId) ?? 0n) + valueIn(entry, each, ground));
  const worth = [...values].filter(([, value]) => value > 0n);
  if (worth.length === 0) return [shipping];
  const parts = allocate(
    amount,
    worth.map(([, value]) => value),
  );
  return worth.map(([classId], index) => ({ classId, entry, amount: parts[index] ?? 0n }));
}

/** What an entered shipping amount is where it is sold, and all taxes on it together. */
export function shippingHere(
  entered: ClassAmount,
  goods: readonly ClassAmount[],
  ground: TaxGround,
): { readonly amount: bigint; readonly taxPercent: Percent } {
  let [amount, net, tax] = [0n, 0n, 0n];
  for (const part of shippingParts(entered, goods, ground)) {
    const own = ground.here(part.entry, part.amount, part.classId);
    amount += own;
    const { whole, all } = ground.owed(part.classId);
    // a free one has a percentage as well
    const exact = (own === 0n ? 1n : own) * hundredPercent;
    const exactTax = divide(exact * all, part.entry === 'NET' ? whole : whole + all);
    tax += exactTax;
    net += part.entry === 'NET' ? exact : exact - exactTax;
  }
  return { amount, taxPercent: divide(tax * hundredPercent, net) };
}

function valueIn(entry: Entry, { classId, ...taxable }: ClassAmount, ground: TaxGround): bigint {
  if (taxable.entry === entry) return taxable.amount;
  const { whole, all } = ground.owed(classId);
  const [more, less] = entry === 'GROSS' ? [whole + all, whole] : [whole, whole + all];
  return divide(taxable.amount * more, less, ground.conventions.rounding);
}
