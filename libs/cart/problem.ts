import type { Facts } from '#kernel';

/** What stands in the way of buying the cart, or has changed since the buyer looked. */
export type ProblemCode =
  | 'NOT_PURCHASABLE'
  | 'CONTRACT_CAP'
  | 'OUT_OF_STOCK'
  | 'QUANTITY_STEP'
  | 'PRICE_CHANGED'
  | 'CODE_REFUSED'
  | 'SHIPPING_UNAVAILABLE'
  | 'PROMISE_VOID'
  | 'PROMISE_DIFFERS'
  | 'GIFT_UNAVAILABLE';

/** BLOCKING: the cart cannot be placed as it is. NOTICE: it can, and the buyer should know. */
export type ProblemSeverity = 'BLOCKING' | 'NOTICE';

/** One thing that the buyer should know before buying, with the facts to show it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: ProblemSeverity;
  readonly message: string;
  /** The line it is about; null: the cart. */
  readonly lineId: string | null;
  readonly facts: Facts;
}
