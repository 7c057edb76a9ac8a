import { giftVariants, type Basket, type GiftOffer, type Terms } from '#engine';
import { formatShort, oneUnit, quantityScale, type Context, type Id, type Quantity } from '#kernel';
import { availableTo, beside, askedIn } from '#terms/rules';
import type { Cart, CartContent } from '../cart.js';
import type { Item, Items } from '../item.js';
import type { Problem } from '../problem.js';
import type { PricedCart } from '../reprice.js';

/** The most promotions of which a cart remembers that their gifts are not wanted: the ones before are forgotten. */
const mostDeclined = 100;

/** What the engine is told of gifts: what of them can be had, and which the buyer does not want. */
export function giftsOf(
  { content, currency }: Cart,
  items: Items,
  terms: Terms,
  { channel }: Context,
  shipped: boolean,
): Pick<Basket, 'gifts' | 'declinedGifts'> {
  const given = giftVariants(terms);
  if (given.size === 0) return {};
  const own = new Map(content.lines.map(({ variantId, quantity }) => [variantId, quantity]));
  const gifts = [...items.values()]
    // what has to be brought comes with what is brought, and not by itself
    .filter(({ variantId, sellable, requiresShipping }) => given.has(variantId) && sellable && (shipped || !requiresShipping))
    .map((item): GiftOffer => {
      const { variantId, taxClassId, prices, facts } = item;
      const available = availableBeside(item, own.get(variantId) ?? 0n, channel.safetyStock);
      return { variantId, taxClassId, prices, available, ...(facts && { item: askedIn(facts, currency) }) };
    });
  const { declinedGifts } = content;
  return { ...(gifts.length > 0 && { gifts }), ...(declinedGifts && { declinedGifts }) };
}

/** What can be promised of a variant in whole units, besides what a line of the cart holds of it; null: as much as is wanted. */
function availableBeside(item: Item, taken: Quantity, safetyStock: Quantity): Quantity | null {
  return availableTo(
    { tracked: item.tracked, quantityStep: oneUnit, stock: beside(item.stock, taken, safetyStock) },
    safetyStock,
  );
}

/** The variants of gifts that the buyer would have, and that have not been read. */
export function unreadGifts({ cart, items, priced }: PricedCart): Id<'variant'>[] {
  return wantedGifts({ cart, priced }).filter((variantId) => !items.has(variantId));
}

/** The content with the variants of the gifts that the buyer is shown: the next read brings them along. */
export function withGifts(content: CartContent, { cart, priced }: PricedCart): CartContent {
  const gifts = wantedGifts({ cart: { ...cart, content }, priced });
  if (gifts.length > 0) return { ...content, gifts };
  if (!content.gifts) return content;
  const { gifts: _gone, ...rest } = content;
  return rest;
}

function wantedGifts({ cart: { content }, priced }: Pick<PricedCart, 'cart' | 'priced'>): Id<'variant'>[] {
  if (priced.gifts.length === 0) return [];
  const wanted = priced.gifts.filter(({ promotionId }) => !isDeclined(content, promotionId));
  return [...new Set(wanted.map(({ variantId }) => variantId))];
}

/** Whether the buyer does not want what the promotion gives. */
export function isDeclined({ declinedGifts }: CartContent, promotionId: Id<'promotion'>): boolean {
  return declinedGifts?.includes(promotionId) === true;
}

/** The content of a buyer who does, or does not, want what a promotion gives. */
export function wishing(content: CartContent, promotionId: Id<'promotion'>, wanted: boolean): CartContent {
  const { declinedGifts = [], ...rest } = content;
  const others = declinedGifts.filter((id) => id !== promotionId);
  const declined = wanted ? others : [...others, promotionId].slice(-mostDeclined);
  return declined.length > 0 ? { ...rest, declinedGifts: declined } : rest;
}

/** What two buyers who become one do not want. */
export function declinedBy(one: CartContent, other: Pick<CartContent, 'declinedGifts'>): Pick<CartContent, 'declinedGifts'> {
  const all = [...new Set([...(one.declinedGifts ?? []), ...(other.declinedGifts ?? [])])];
  return all.length > 0 ? { declinedGifts: all.slice(-mostDeclined) } : {};
}

/** A gift as the cart has it. */
export interface CartGift {
  readonly promotionId: Id<'promotion'>;
  readonly variantId: Id<'variant'>;
  /** What is promised, how much of that the cart holds for nothing, and whether the buyer does not want the rest. */
  readonly quantity: Quantity;
  readonly included: Quantity;
  readonly isDeclined: boolean;
}

/** What promotions give in addition to what is bought. */
export function cartGifts({ cart, priced }: Pick<PricedCart, 'cart' | 'priced'>): CartGift[] {
  return priced.gifts.map(({ promotionId, variantId, quantity, inBasket = 0n }) => {
    const line = priced.lines.find(({ gift }) => gift === promotionId);
    const included = inBasket + (line?.quantity ?? 0n);
    return { promotionId, variantId, quantity, included, isDeclined: isDeclined(cart.content, promotionId) };
  });
}

/** Gifts that are wanted and not to be had, or not all of them. */
export function giftProblems(cart: Pick<PricedCart, 'cart' | 'priced'>): Problem[] {
  if (cart.priced.gifts.length === 0 || cart.cart.content.lines.length === 0) return [];
  return cartGifts(cart).flatMap(({ promotionId, variantId, quantity, included, isDeclined: declined }): Problem[] => {
    if (declined || included >= quantity) return [];
    const facts = {
      ...{ promotionId, variantId },
      promised: formatShort(quantity, quantityScale),
      included: formatShort(included, quantityScale),
    };
    const message = included === 0n ? 'a gift cannot be had now' : `of a gift only ${facts.included} can be had now`;
    return [{ code: 'GIFT_UNAVAILABLE', severity: 'NOTICE', message, lineId: null, facts }];
  });
}
