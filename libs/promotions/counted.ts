import type { CurrencyCode, Id } from '#kernel';
import type { SingleUse } from '#engine';

/** What is counted of promotions that a basket may have, as `countedColumns` sends it; null: nothing. */
export interface CountedJson {
  readonly single_use: readonly (readonly [code: string, promotionId: string, used: boolean])[] | null;
  readonly budgets: readonly (readonly [promotionId: string, currency: string, left: string])[] | null;
  /** How many orders the buyer has placed; null: no rule asks, or nothing is known of the buyer. */
  readonly orders_before: number | null;
}

/** What is counted of promotions that a basket may have: its codes that count once, what is left of budgets, and the orders of the buyer. */
export interface Counted {
  readonly singleUse: Readonly<Record<string, SingleUse>>;
  readonly budgets: readonly { readonly promotionId: Id<'promotion'>; readonly currency: CurrencyCode; readonly left: bigint }[];
  /** How many the buyer has placed; null: no rule asks, or nothing is known of the buyer. */
  readonly ordersBefore: number | null;
}

/** What was sent of `countedColumns`. */
export function countedOf({ single_use, budgets, orders_before: ordersBefore }: CountedJson): Counted {
  if (!single_use && !budgets && ordersBefore === null) return nothingCounted;
  return {
    singleUse: Object.fromEntries(
      (single_use ?? []).map(([code, promotionId, used]) => [code, { promotionId: promotionId as Id<'promotion'>, used }]),
    ),
    budgets: (budgets ?? []).map(([promotionId, currency, left]) => ({
      promotionId: promotionId as Id<'promotion'>,
      currency: currency as CurrencyCode,
      left: BigInt(left),
    })),
    ordersBefore,
  };
}

/** Where nothing is counted. */
export const nothingCounted: Counted = { singleUse: {}, budgets: [], ordersBefore: null };

/** Whether nothing is counted. What is may change without the doing of whoever knows it. */
export function isUncounted({ singleUse, budgets, ordersBefore }: Counted): boolean {
  return budgets.length === 0 && ordersBefore === null && Object.keys(singleUse).length === 0;
}
