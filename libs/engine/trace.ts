import type { Facts, Id, Percent, Quantity } from '#kernel';
import type { Conventions } from './conventions.js';
import type { ExplainedCandidate } from './prices/choose-price.js';
import type { DiscountShare, PromotionVerdict } from './priced-basket.js';
import type { Lane } from './promotions/promotion.js';
import type { Entry } from './terms.js';

/** Why an amount bears the tax that it bears. Without a rate for its class in its zone it bears none. */
export interface TaxTrace {
  readonly classId: Id<'taxClass'>;
  readonly zoneId: Id<'taxZone'> | null;
  readonly rateId: Id<'taxRate'> | null;
  readonly percent: Percent;
  /** What was entered and stays: the other one is computed from it. */
  readonly entry: Entry;
  readonly net: bigint;
  readonly tax: bigint;
}

/** Why a line costs what it costs. */
export interface LineTrace {
  readonly lineId: string;
  /** The quantity that the tiers were read with: all lines of the variant together. */
  readonly tierQuantity: Quantity;
  readonly candidates: readonly ExplainedCandidate[];
  readonly tax: TaxTrace;
}

/** What became of one promotion, in order of evaluation. */
export interface PromotionTrace {
  readonly promotionId: Id<'promotion'>;
  readonly promotionVersion: bigint;
  readonly code: string | null;
  readonly lane: Lane;
  readonly sequence: number;
  readonly verdict: PromotionVerdict;
  readonly facts: Facts;
  /** What the goods came to before it, and what it took off them and off shipping. */
  readonly before: bigint;
  readonly amount: bigint;
  /** How the goods' part was allocated, in the order of the lines. */
  readonly lines: readonly (DiscountShare & { readonly lineId: string })[];
}

/** How a priced basket came about, in the order in which it did. */
export interface Trace {
  readonly conventions: Conventions;
  readonly lines: readonly LineTrace[];
  readonly promotions: readonly PromotionTrace[];
  readonly shippingTax: TaxTrace | null;
}
