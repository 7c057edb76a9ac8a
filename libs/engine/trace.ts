import type { Facts, Id, Quantity } from '#kernel';
import type { Conventions } from './conventions.js';
import type { ExplainedCandidate } from './prices/choose-price.js';
import type { DiscountShare, PromotionVerdict } from './priced-basket.js';
import type { GroupMode, Lane } from './promotions/promotion.js';
import type { TaxTrace } from './taxes/tax-trace.js';

/** Why a line costs what it costs. */
export interface LineTrace {
  readonly lineId: string;
  /** The quantity that the tiers were read with: of the line, or of all lines of the variant or the product together. */
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
  readonly groupId: string | null;
  readonly verdict: PromotionVerdict;
  readonly facts: Facts;
  /** What the goods came to before it, and what it took off them and off shipping. */
  readonly before: bigint;
  readonly amount: bigint;
  /** What its own greatest discount kept it from giving. */
  readonly overCap: bigint;
  /** What the least prices of items kept off them; other items may have had it. */
  readonly underFloor: bigint;
  /** How the goods' part was allocated, in the order of the lines, and over the units of those whose units are told apart. */
  readonly lines: readonly (DiscountShare & {
    readonly lineId: string;
    readonly units: readonly { readonly from: Quantity; readonly to: Quantity; readonly amount: bigint }[];
  })[];
}

/** What a group has decided between its alternatives. */
export interface GroupTrace {
  /** Null: the convention by which of several promotions on an item the best counts alone. */
  readonly groupId: string | null;
  readonly mode: GroupMode;
  readonly scope: 'ITEM' | 'ORDER';
  /** What each alone would take off; in a BEST_DEAL group, what the buyer would owe with it. Chosen: of scope ITEM, for some item. */
  readonly alternatives: readonly { readonly id: string; readonly amount: bigint; readonly chosen: boolean }[];
}

/** How a priced basket came about, in the order in which it did. */
export interface Trace {
  readonly conventions: Conventions;
  readonly lines: readonly LineTrace[];
  /** Those that may apply to such a basket, and those that were asked for by code. */
  readonly promotions: readonly PromotionTrace[];
  readonly groups: readonly GroupTrace[];
  readonly shippingTax: TaxTrace | null;
}
