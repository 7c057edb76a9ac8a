import { assessables, assessmentKey, fromJson, toJson, type AssessedTaxes, type Json } from '#engine';
import type { ChannelRef } from '#kernel';
import type { OutsideAnswer, OutsideQuestion } from '#tax';
import type { PricedCart } from '../reprice.js';

/** What an outside engine has answered for a cart, as its content keeps it. */
export interface AnsweredTaxes {
  /** The engine: another channel may ask another, or none. */
  readonly provider: string;
  /** The country that the goods come from. */
  readonly from: string;
  readonly taxes: Json<AssessedTaxes>;
}

/** The code of the tables that are kept here: a channel that names it asks nobody. */
const tables = 'table';

/** Whether the channel has its taxes worked out outside. */
export function asksOutside({ taxProvider }: Pick<ChannelRef, 'taxProvider'>): boolean {
  return taxProvider !== tables;
}

/** What was answered for the cart, if the channel goes by it; null: its rates hold. */
export function taxesFor(answered: AnsweredTaxes | null | undefined, { taxProvider, country }: ChannelRef): AssessedTaxes | null {
  if (answered?.provider !== taxProvider || answered.from !== country) return null;
  return fromJson(answered.taxes);
}

/**
 * What an outside engine is asked about a cart; null: nothing in it is taxed, or it was promised with its taxes. What is picked up is
 * supplied where the channel is.
 */
export function questionOf(
  { cart: { contact, currency }, basket, priced, terms, promiseId }: PricedCart,
  { country: from }: Pick<ChannelRef, 'country'>,
): OutsideQuestion | null {
  if (promiseId !== null) return null;
  const charges = assessables(terms, basket, priced);
  if (charges.length === 0) return null;
  const { country } = basket;
  const address = priced.shipping?.kind === 'PICKUP' ? null : contact.shippingAddress;
  const known = address?.country === country ? address : null;
  const to = { country, region: known?.region ?? null, postcode: known?.postalCode ?? null };
  return { currency, at: priced.at, from, to, charges };
}

/** An engine's answer as the cart's content keeps it. */
export function answeredTaxes(
  { basket }: PricedCart,
  { charges: asked, from }: OutsideQuestion,
  { charges }: OutsideAnswer,
  provider: string,
): AnsweredTaxes {
  // what was kept names its fields in another order: the same answer is the same text
  const taxes = charges.map(({ id, taxes: all }) => ({
    id,
    taxes: all.map(({ name, percent, amount }) => ({ name, percent, amount })),
  }));
  return { provider, from, taxes: toJson({ key: assessmentKey(basket, asked), charges: taxes }) };
}
