import { storeOf, type Context, type Facts, type Id } from '#kernel';

/** What is to be looked at: STOCK, TAXES_BY_TABLES of an order, and what sales of tills bring. */
export type ExceptionKind =
  | 'STOCK'
  | 'PRICE_VARIANCE'
  | 'TAX_VARIANCE'
  | 'NOT_FOR_SALE'
  | 'UNKNOWN_VARIANT'
  | 'CODE_UNKNOWN'
  | 'PROMOTION_CLOSED'
  | 'LIMIT_EXCEEDED'
  | 'CODE_USED'
  | 'CODES_GUESSED'
  | 'TOTALS_DIFFER'
  | 'TENDER_DIFFERENCE'
  | 'FLOOR_LIMIT'
  | 'CLOCK_SKEW'
  | 'FOREIGN_CURRENCY'
  | 'UNREADABLE'
  | 'RELIEF_REFUSED'
  | 'TAXES_BY_TABLES';

/** Something that facts brought and somebody has to look at. */
export interface Exception {
  readonly id: Id<'exception'>;
  readonly kind: ExceptionKind;
  /** Whose it is to look; null: no store's. */
  readonly locationId: Id<'location'> | null;
  readonly variantId: Id<'variant'> | null;
  readonly saleId: Id<'sale'> | null;
  readonly orderId: Id<'order'> | null;
  readonly facts: Facts;
  readonly raisedAt: Date;
  readonly ageSeconds: number;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
}

/** An exception that a sale of a till raises. */
export interface SaleException extends Pick<Exception, 'id' | 'facts'> {
  readonly kind: Exclude<ExceptionKind, 'STOCK' | 'TAXES_BY_TABLES'>;
  readonly locationId: Id<'location'>;
  readonly saleId: Id<'sale'>;
}

/** An exception that an order raises when it is placed. */
export interface OrderException extends Pick<Exception, 'id' | 'facts'> {
  readonly kind: 'TAXES_BY_TABLES';
  readonly orderId: Id<'order'>;
}

/** Which exceptions are asked for; null: all. */
export interface ExceptionFilter {
  readonly locationId: string | null;
  readonly kind: string | null;
  readonly open: boolean;
}

/** Whether whoever may look at exceptions may look at those of the location: a till at its own store's. */
export function looksAt(context: Context, locationId: string | null): boolean {
  const store = storeOf(context);
  return store === null || store === locationId;
}
