import { storeOf, type Context, type Facts, type Id } from '#kernel';

/** What is to be looked at: STOCK, and what sales of tills bring. */
export type ExceptionKind =
  | 'STOCK'
  | 'PRICE_VARIANCE'
  | 'TAX_VARIANCE'
  | 'NOT_FOR_SALE'
  | 'UNKNOWN_VARIANT'
  | 'CODE_UNKNOWN'
  | 'PROMOTION_CLOSED'
  | 'LIMIT_EXCEEDED'
  | 'TOTALS_DIFFER'
  | 'TENDER_DIFFERENCE'
  | 'FLOOR_LIMIT'
  | 'CLOCK_SKEW'
  | 'FOREIGN_CURRENCY'
  | 'UNREADABLE';

/** Something that facts brought and somebody has to look at. */
export interface Exception {
  readonly id: Id<'exception'>;
  readonly kind: ExceptionKind;
  /** Whose it is to look. */
  readonly locationId: Id<'location'>;
  readonly variantId: Id<'variant'> | null;
  readonly saleId: Id<'sale'> | null;
  readonly facts: Facts;
  readonly raisedAt: Date;
  readonly ageSeconds: number;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
}

/** An exception that a sale of a till raises. */
export interface SaleException extends Pick<Exception, 'id' | 'locationId' | 'facts'> {
  readonly kind: Exclude<ExceptionKind, 'STOCK'>;
  readonly saleId: Id<'sale'>;
}

/** Which exceptions are asked for; null: all. */
export interface ExceptionFilter {
  readonly locationId: string | null;
  readonly kind: string | null;
  readonly open: boolean;
}

/** Whether whoever may look at exceptions may look at those of the location: a till at its own store's. */
export function looksAt(context: Context, locationId: string): boolean {
  const store = storeOf(context);
  return store === null || store === locationId;
}
