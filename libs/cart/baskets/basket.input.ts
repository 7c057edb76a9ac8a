import { isAllowed, isId, parseInstant, type Address, type Context, type CurrencyCode, type Id } from '#kernel';
import type { PriceBasketInput } from '#platform/graphql';
import { mostCodes } from '../cart.js';
import { addOf, codeOf, currencyIn, shippingMethodOf } from '../cart.input.js';
import { tooManyCodes } from '../cart.errors.js';
import type { NamedLine } from '../named.js';
import type { AddedLine } from '../operation.js';
import {
  badInstant,
  badLineCount,
  mostBasketLines,
  noSuchBuyer,
  noSuchPayment,
  notYoursToName,
  oneBuyer,
} from './basket.errors.js';

/** What is to be priced, checked. */
export interface BasketWish {
  readonly lines: readonly (AddedLine | NamedLine)[];
  /** In canonical form, each once. */
  readonly codes: readonly string[];
  readonly shippingMethodId: Id<'shippingMethod'> | null;
  /** As much of an address as is known; null: nothing. */
  readonly destination: Address | null;
  readonly paymentMethod: string | null;
  readonly currency: CurrencyCode;
  /** Null: whoever asks. */
  readonly buyer: Id<'customer'> | Id<'organization'> | null;
  /** Epoch milliseconds; null: now. */
  readonly at: number | null;
}

/** The wish of an input. @throws UserError naming the field */
export function basketWish(input: PriceBasketInput, context: Context): BasketWish {
  const { codes, destination, paymentMethod = null, buyer, at } = input;
  const count = input.lines.length;
  if (count < 1 || count > mostBasketLines) throw badLineCount();
  if (codes && codes.length > mostCodes) throw tooManyCodes(['codes']);
  const { paymentProviders } = context.channel;
  if (paymentMethod !== null && !paymentProviders.includes(paymentMethod)) throw noSuchPayment(paymentProviders);
  if (buyer != null && !mayNameOthers(context)) throw notYoursToName('buyer');
  if (at != null && !mayNameOthers(context)) throw notYoursToName('at');
  return {
    lines: addOf(input).lines,
    codes: [...new Set(codes?.map((code, index) => codeOf(code, ['codes', index])))],
    shippingMethodId: shippingMethodOf(input.shippingMethodId ?? null),
    destination: destination
      ? { name: '', line1: '', city: '', country: destination.country, postalCode: destination.postalCode?.trim() ?? null }
      : null,
    paymentMethod,
    currency: currencyIn(context, input.currency ?? null),
    buyer: buyer ? buyerOf(buyer) : null,
    at: at == null ? null : instantOf(at),
  };
}

function mayNameOthers({ actor }: Context): boolean {
  return actor.kind !== 'device' && isAllowed(actor, 'MANAGE_PRICES');
}

function buyerOf({ customerId, organizationId }: NonNullable<PriceBasketInput['buyer']>): NonNullable<BasketWish['buyer']> {
  if ((customerId == null) === (organizationId == null)) throw oneBuyer();
  if (customerId != null && isId('customer', customerId)) return customerId;
  if (organizationId != null && isId('organization', organizationId)) return organizationId;
  throw noSuchBuyer(['buyer', customerId == null ? 'organizationId' : 'customerId']);
}

function instantOf(text: string): number {
  const at = parseInstant(text);
  if (at === null) throw badInstant();
  return at;
}
