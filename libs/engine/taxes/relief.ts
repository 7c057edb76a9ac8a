import type { Id } from '#kernel';
import type { Validity } from '../validity.js';

/**
 * Why a buyer owes less tax (semantics §4). EXEMPT: a certificate frees the goods of its classes in its zones.
 * REVERSE_CHARGE: the buyer accounts for the tax itself; it holds by the consultation number of its checked VAT id alone.
 */
export interface TaxRelief extends Validity {
  readonly kind: 'EXEMPT' | 'REVERSE_CHARGE';
  /** What shows it: the certificate's number, or the consultation number that the VAT id's check answered with. */
  readonly proof: string;
  /** The classes that are freed; empty: all. */
  readonly classIds: readonly Id<'taxClass'>[];
  /** The zones in which it counts; empty: all. */
  readonly zoneIds: readonly Id<'taxZone'>[];
}
