import type { CurrencyCode, RoundingMode } from '#kernel';
import type { BasketLine } from '../basket.js';
import type { Entry } from '../terms.js';

/** An amount that promotions lower, in its entry basis. */
export interface StandingCharge {
  readonly entry: Entry;
  /** Before any promotion. */
  readonly amount: bigint;
  /** What earlier promotions have left of it. */
  readonly left: bigint;
}

/** A line as a condition or an action finds it. */
export interface StandingLine extends StandingCharge {
  readonly line: BasketLine;
}

/** The basket as it stands when a promotion has its turn: what its conditions and its action may look at. */
export interface Standing {
  readonly currency: CurrencyCode;
  readonly rounding: RoundingMode;
  readonly lines: readonly StandingLine[];
  readonly shipping: StandingCharge | null;
  /** What the goods come to as entered: before all promotions, after those of the ITEM lane, and now. */
  readonly goods: Readonly<Record<'before' | 'afterItem' | 'now', bigint>>;
}
