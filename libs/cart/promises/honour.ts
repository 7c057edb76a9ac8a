import type { Basket, TaxRateTerms, Terms } from '#engine';
import type { Context, Id } from '#kernel';
import type { Cart } from '../cart.js';
import type { Problem } from '../problem.js';
import { differing, differingShipping } from './differing.js';
import { withPromisedTaxes } from './promised-taxes.js';
import { voidBy, type FrozenPromise, type PromiseVoid } from './promise.js';

/** What a cart is priced by: the terms and the basket of now, or those of the promise that it was given. */
export interface Ground {
  /** Its lines stand as they were promised: amounts that do not divide evenly are shared out in their order. */
  readonly cart: Cart;
  readonly terms: Terms;
  readonly basket: Basket;
  /** The instant at which every rule is read; epoch milliseconds. */
  readonly at: number;
  /** The promise that decides; null: none does. */
  readonly promiseId: Id<'pricePromise'> | null;
  /** What the buyer should know of the promise. */
  readonly problems: readonly Problem[];
}

/** Why a promise is not honoured, in words. */
const sayings: Readonly<Record<PromiseVoid, string>> = {
  UNKNOWN: 'there is no such price promise any more',
  EXPIRED: 'the price promise has expired',
  REVOKED: 'the price promise was taken back',
  OTHER_BUYER: 'the price promise is for another buyer',
  OTHER_CHANNEL: 'the price promise is for other channels',
  OTHER_CURRENCY: 'the price promise is in another currency',
};

/**
 * While a cart holds what was promised it is priced by the terms of then, to the same minor units whatever has become of prices and
 * promotions; else by those of now, and it is said by what it differs. A way of shipping that was not promised costs what it does now.
 * @param giftsBy what can be had now of the gifts of these terms
 */
export function groundOf(
  cart: Cart,
  asked: Basket,
  terms: Terms,
  context: Context,
  at: Date,
  giftsBy: (terms: Terms) => Offered,
): Ground {
  const now = { cart, terms, basket: asked, at: at.getTime(), promiseId: null };
  const { promise } = cart;
  if (cart.content.promiseId == null) return { ...now, problems: [] };
  const reason = promise ? voidBy(promise, cart.currency, context, at) : 'UNKNOWN';
  if (!promise || reason !== null) return { ...now, problems: [isVoid(reason ?? 'UNKNOWN')] };
  const { frozen } = promise;
  const differences = differing(frozen.basket, cart.content.lines, asked);
  if (differences.length > 0) return { ...now, problems: differences };
  const basket = {
    ...frozen.basket,
    ...giftsNow(frozen.basket, giftsBy(frozen.terms)),
    shippingMethodId: asked.shippingMethodId,
  };
  const honoured = withShipping(promise, asked, terms, at);
  return {
    cart: inPromisedOrder(cart, frozen.basket),
    terms: honoured,
    basket: withPromisedTaxes(frozen, honoured, basket),
    at: frozen.at,
    promiseId: promise.id,
    problems: [...differingShipping(frozen.basket, asked), ...idleCodes(cart, frozen.basket)],
  };
}

/** What may be given, and is not wanted. */
type Offered = Pick<Basket, 'gifts' | 'declinedGifts'>;

/** What was promised in addition, as far as there is some of it and the buyer wants it now. */
function giftsNow({ gifts: promised }: Basket, { gifts = [], declinedGifts = [] }: Offered): Offered {
  if (!promised) return {};
  const now = new Map(gifts.map(({ variantId, available }) => [variantId, available]));
  const left = promised.flatMap((gift) => {
    const available = now.get(gift.variantId);
    return available === undefined ? [] : [{ ...gift, available }];
  });
  return { gifts: left, declinedGifts };
}

function isVoid(reason: PromiseVoid): Problem {
  return { code: 'PROMISE_VOID', severity: 'NOTICE', message: sayings[reason], lineId: null, facts: { reason } };
}

/** Codes that were entered beside the promise: it is the whole offer. */
function idleCodes({ content: { codes } }: Cart, { codes: promised }: Basket): Problem[] {
  return codes
    .filter((code) => !promised.includes(code))
    .map((code) => ({
      code: 'CODE_REFUSED',
      severity: 'NOTICE',
      message: 'the price promise decides: this code gives nothing besides',
      lineId: null,
      facts: { code, reason: 'PROMISED' },
    }));
}

function inPromisedOrder(cart: Cart, { lines }: Basket): Cart {
  const places = new Map(lines.map(({ variantId }, place) => [variantId, place]));
  const place = (variantId: Id<'variant'>) => places.get(variantId) ?? 0;
  const sorted = cart.content.lines.toSorted((a, b) => place(a.variantId) - place(b.variantId));
  return { ...cart, content: { ...cart.content, lines: sorted } };
}

/** The promise's terms, with the way of shipping of now where another was promised, or none, and what taxes that. */
function withShipping({ frozen }: FrozenPromise, { shippingMethodId, country }: Basket, now: Terms, at: Date): Terms {
  const { terms } = frozen;
  const method = shippingMethodId === null ? undefined : now.shippingMethods.get(shippingMethodId);
  if (!method || terms.shippingMethods.has(method.id)) return terms;
  const taxRates = new Map(terms.taxRates);
  for (const each of new Set([country, terms.homeCountry ?? country])) {
    const zone = terms.zoneOf.get(each);
    const rates = now.taxRates.get(now.zoneOf.get(each) ?? none)?.get(method.taxClassId);
    const known = zone && taxRates.get(zone);
    if (!zone || !rates || known?.has(method.taxClassId)) continue;
    taxRates.set(zone, new Map([...(known ?? []), [method.taxClassId, heldAt(rates, at)]]));
  }
  return { ...terms, taxRates, shippingMethods: new Map([...terms.shippingMethods, [method.id, method]]) };
}

const none = '' as Id<'taxZone'>;

/** The rates that hold at an instant, as if they always had. */
function heldAt(rates: readonly TaxRateTerms[], at: Date): TaxRateTerms[] {
  const time = at.getTime();
  return rates
    .filter(({ validFrom, validTo }) => (validFrom ?? time) <= time && time < (validTo ?? Number.POSITIVE_INFINITY))
    .map((rate) => ({ ...rate, validFrom: null, validTo: null }));
}
