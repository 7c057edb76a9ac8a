import type { CurrencyCode, Percent, Quantity } from '#kernel';
import type { Basket, BasketLine } from '../basket.js';
import type { Conventions } from '../conventions.js';
import type { Entry } from '../terms.js';

/** An amount that promotions lower, in its entry basis. */
export interface StandingCharge {
  readonly entry: Entry;
  /** Before any promotion. */
  readonly amount: bigint;
  /** What earlier promotions have left of it. */
  readonly left: bigint;
  /** All taxes on it together, to reckon between net and gross. */
  readonly taxPercent: Percent;
}

/** Units of a line that promotions have treated alike: those from `from` up to `to`, in thousandths, counted within the line. */
export interface UnitRange {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly amount: bigint;
  readonly left: bigint;
  /** The groups of promotions that have had these units, as what they ask for or what they give: each has a unit once. */
  readonly takenBy: readonly string[];
}

/** A line as a condition or an action finds it. */
export interface StandingLine extends StandingCharge {
  readonly line: BasketLine;
  /** Where it stands in the basket; not always in `Standing.lines`. */
  readonly index: number;
  /** Without a gap, from the first unit to the last; one range as long as no promotion has told units apart. */
  readonly units: readonly UnitRange[];
  /** What the promotions of the ITEM lane have left of it, those that had their turn. */
  readonly afterItem: bigint;
  /** Whether its price comes from a sale list. */
  readonly onSale: boolean;
}

/** The basket as it stands when a promotion has its turn: what its conditions and its action may look at. */
export interface Standing {
  readonly at: number;
  readonly channelId: string;
  /** The zone in which the store's, or else the channel's, clocks are read, such as Europe/Amsterdam. */
  readonly timeZone: string;
  readonly currency: CurrencyCode;
  readonly conventions: Conventions;
  readonly basket: Basket;
  /** Those that have a price, in the order of the basket; an action sees only those that its promotion may lower. */
  readonly lines: readonly StandingLine[];
  readonly shipping: StandingCharge | null;
  /** What the goods come to as entered: before all promotions, after those of the ITEM lane, and now. */
  readonly goods: Readonly<Record<'before' | 'afterItem' | 'now', bigint>>;
}
