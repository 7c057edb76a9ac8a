import { allocate, divide, hundredPercent } from '#kernel';
import type { DraftLine, DraftRange } from '../draft.js';
import type { DiscountShare, PricedBasket } from '../priced-basket.js';
import type { Outcome } from '../promotions/best-deal.js';
import { reimbursedOf } from '../taxes/tax-draft.js';
import { overlap, type ReturnedUnits } from './returned.js';

/** Units that promotions have treated alike, with what the buyer paid for them: minor units, tax included. */
export interface PaidUnits extends ReturnedUnits {
  /** What they would have cost without promotions; never less than was paid. */
  readonly full: bigint;
  readonly paid: bigint;
  /** What promotions took off them, by promotion: `full` less `paid`. */
  readonly taken: ReadonlyMap<string, bigint>;
  /** The promotions that asked for them or gave them. */
  readonly promotions: ReadonlySet<string>;
}

/** What was paid for the units of all lines of an order, in their order. */
export function paidUnits({ draft, visits }: Outcome, { lines }: PricedBasket): PaidUnits[] {
  const used = visits.flatMap(({ verdict, promotion, used: units }) =>
    verdict === 'APPLIED' ? units.map((each) => ({ ...each, promotionId: promotion.id })) : [],
  );
  return draft.lines.flatMap((line) => {
    const priced = lines[line.index];
    if (!priced) throw new Error('every line is priced');
    return line.units.map((range, place): PaidUnits => {
      const { gross } = priced.units[place] ?? priced;
      const { discounts } = line.units.length === 1 ? line : range;
      const units = { lineId: line.line.id, from: range.from, to: range.to };
      const paid = gross - reimbursedOf(discounts);
      const full = discounts.length === 0 ? paid : atLeast(fullOf(line, range), paid);
      const here = used.filter(({ index, ...each }) => index === line.index && overlap({ ...units, ...each }, units) > 0n);
      return {
        ...{ ...units, full, paid },
        taken: takenFrom(full - paid, discounts),
        promotions: new Set([...here, ...discounts].map(({ promotionId }) => promotionId)),
      };
    });
  });
}

/** By the rates of the line together; several of them may round a minor unit otherwise, which then counts as taken off. */
function fullOf({ entry, taxPercent }: DraftLine, { amount }: DraftRange): bigint {
  return entry === 'GROSS' ? amount : amount + divide(amount * taxPercent, hundredPercent);
}

function takenFrom(total: bigint, discounts: readonly DiscountShare[]): ReadonlyMap<string, bigint> {
  const amounts = allocate(
    total,
    discounts.map(({ amount }) => amount),
  );
  const taken = new Map<string, bigint>();
  discounts.forEach(({ promotionId }, index) => {
    taken.set(promotionId, (taken.get(promotionId) ?? 0n) + (amounts[index] ?? 0n));
  });
  return taken;
}

function atLeast(amount: bigint, least: bigint): bigint {
  return amount < least ? least : amount;
}
