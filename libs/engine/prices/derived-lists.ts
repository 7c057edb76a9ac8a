import { divide, hundredPercent, type RoundingMode, type UnitPrice } from '#kernel';
import type { PriceListTerms } from '../terms.js';
import { admission, type Asker } from './audience.js';
import type { NamedLists } from './named-lists.js';

const none: readonly PriceListTerms[] = [];

/** The lists that take their prices off another list, by whom they are for: those for others cost nothing. */
export class DerivedLists {
  constructor(private readonly lists: NamedLists) {}

  /** Those that are for the asker. */
  of(asker: Asker): readonly PriceListTerms[] {
    if (this.lists.isEmpty) return none;
    const found = new Set([...this.lists.open, ...this.lists.naming(asker)]);
    return [...found].filter(({ audience }) => admission(audience, asker) !== null);
  }

  /** Those there are when some lists have gone, and others have come. */
  with(gone: readonly PriceListTerms[], come: readonly PriceListTerms[]): DerivedLists {
    const [before, after] = [gone.filter(isDerived), come.filter(isDerived)];
    return before.length + after.length === 0 ? this : new DerivedLists(this.lists.with(before, after));
  }
}

/** Whether a list takes prices off another one. */
export function isDerived({ derived }: PriceListTerms): boolean {
  return derived !== undefined;
}

/** What a list that takes its prices off another one makes of a price there: never below zero. */
export function derivedAmount({ derived }: PriceListTerms, amount: UnitPrice, rounding: RoundingMode): UnitPrice {
  if (!derived) return amount;
  const left = divide(amount * (hundredPercent - derived.percent), hundredPercent, rounding) + derived.plus;
  return left < 0n ? 0n : left;
}
