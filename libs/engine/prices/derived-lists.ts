import { divide, hundredPercent, type RoundingMode, type UnitPrice } from '#kernel';
import type { PriceListTerms } from '../terms.js';
import { admission, type Asker, type Audience } from './audience.js';

/** The dimensions that lists are found by, the one that tells most first. */
const findable = [
  'customerIds',
  'organizationIds',
  'segmentIds',
  'groupIds',
  'locationIds',
] as const satisfies readonly (keyof Audience)[];

const none: readonly PriceListTerms[] = [];

/** The lists that take their prices off another list, by whom they are for: those for others cost nothing. */
export class DerivedLists {
  private readonly named = new Map<string, PriceListTerms[]>();
  private readonly open: PriceListTerms[] = [];

  constructor(lists: readonly PriceListTerms[]) {
    for (const list of lists) {
      if (!list.derived) continue;
      const dimension = findable.find((each) => list.audience[each].length > 0);
      if (!dimension) this.open.push(list);
      else for (const value of list.audience[dimension]) this.note(value, list);
    }
  }

  private note(value: string, list: PriceListTerms): void {
    const known = this.named.get(value);
    if (known) known.push(list);
    else this.named.set(value, [list]);
  }

  /** Those that are for the asker. */
  of(asker: Asker): readonly PriceListTerms[] {
    if (this.named.size === 0 && this.open.length === 0) return none;
    const { buyer, segmentIds = [], locationId } = asker;
    const names = [...buyer.unitIds, buyer.customerId, ...segmentIds, ...buyer.groupIds, locationId];
    const found = new Set([...this.open, ...names.flatMap((name) => this.named.get(name ?? '') ?? [])]);
    return [...found].filter(({ audience }) => admission(audience, asker) !== null);
  }
}

/** What a list that takes its prices off another one makes of a price there: never below zero. */
export function derivedAmount({ derived }: PriceListTerms, amount: UnitPrice, rounding: RoundingMode): UnitPrice {
  if (!derived) return amount;
  const left = divide(amount * (hundredPercent - derived.percent), hundredPercent, rounding) + derived.plus;
  return left < 0n ? 0n : left;
}
