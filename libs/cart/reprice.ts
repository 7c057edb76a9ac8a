import { priceBasket, type Basket, type PricedBasket, type PricedLine, type Terms } from '#engine';
import {
  formatShort,
  formatUnitPrice,
  quantityScale,
  storeOf,
  type Buyer,
  type Context,
  type CurrencyCode,
  type Id,
} from '#kernel';
import { availableTo, askedIn } from '#terms/rules';
import type { Cart, CartContent, CartLine } from './cart.js';
import type { Item, Items } from './item.js';
import { capProblems } from './contracts/cap-problems.js';
import { giftProblems, giftsOf, withGifts } from './gifts/gifts.js';
import type { Problem } from './problem.js';
import { groundOf } from './promises/honour.js';
import { taxesFor } from './taxes/answered-taxes.js';
import { refusedCodeText } from './refused-code.js';

/** A cart with everything that is computed from it: what the buyer is shown. */
export interface PricedCart {
  readonly cart: Cart;
  readonly items: Items;
  readonly basket: Basket;
  readonly priced: PricedBasket;
  readonly problems: readonly Problem[];
  /** What it was priced on: the channel's terms, or those of the promise that decided. */
  readonly terms: Terms;
  /** The price promise that decided; null: none did. */
  readonly promiseId: Id<'pricePromise'> | null;
  /** When it was looked at: under a promise it is priced as of an earlier instant. */
  readonly at: Date;
  /** To whom it is sold: what was promised may have been priced for another. */
  readonly soldTo: Buyer;
}

/**
 * Lines + prices + promotions + taxes of this instant: the one way from a cart to its amounts.
 * @param known what else is known of the purchase that carts do not say
 */
export function reprice(
  cart: Cart,
  items: Items,
  terms: Terms,
  context: Context,
  at: Date,
  known: Pick<Basket, 'paymentMethod'> = {},
): PricedCart {
  const asked = { ...basketOf(cart, items, terms, context), ...known };
  const ground = groundOf(cart, asked, terms, context, at, (by) =>
    giftsOf(cart, items, by, context, requiresShipping({ cart, items })),
  );
  const priced = priceBasket(ground.terms, ground.basket, ground.at);
  const ofLines = lineProblems(ground.cart, items, priced, context.channel.safetyStock, ground.terms);
  const problems = [
    ...ground.problems,
    // that prices are the promised ones is no news
    ...(ground.promiseId === null ? ofLines : ofLines.filter(({ code }) => code !== 'PRICE_CHANGED')),
    ...basketProblems(ground.basket, priced, cart, ground.terms),
  ];
  problems.push(...giftProblems({ cart: ground.cart, priced }));
  const { basket, promiseId } = ground;
  return { cart: ground.cart, items, basket, priced, problems, terms: ground.terms, promiseId, at, soldTo: context.buyer };
}

/** Whether something in the cart has to be brought or picked up. */
export function requiresShipping({ cart, items }: Pick<PricedCart, 'cart' | 'items'>): boolean {
  return cart.content.lines.some(({ variantId }) => items.get(variantId)?.requiresShipping);
}

/** The content with the unit prices and the gifts that the buyer is shown from now on. */
export function withSeenPrices(content: CartContent, of: PricedCart): CartContent {
  const { priced } = of;
  const lines = content.lines.map((line, index) => {
    const seenPrice = priced.lines[index]?.price?.amount ?? null;
    return line.seenPrice === seenPrice ? line : { ...line, seenPrice };
  });
  const shown = withGifts({ ...content, lines }, of);
  // an answer to what the cart was before is asked for anew
  return shown.taxes && !priced.assessed ? { ...shown, taxes: null } : shown;
}

/** What is counted of the promotions that the cart may have, as far as anything is. */
function countedIn({ counted, currency }: Cart): Pick<Basket, 'singleUse' | 'budgetsLeft' | 'ordersBefore'> {
  const { singleUse, budgets, ordersBefore } = counted;
  const left = budgets.filter((budget) => budget.currency === currency);
  return {
    ...(Object.keys(singleUse).length > 0 && { singleUse }),
    ...(ordersBefore !== null && { ordersBefore }),
    ...(left.length > 0 && { budgetsLeft: Object.fromEntries(left.map((each) => [each.promotionId, each.left])) }),
  };
}

/** Stands in for the class of a variant that is no longer there: it has no price either. */
const untaxed = 'txc_none' as Id<'taxClass'>;

/**
 * What the engine is asked to price. A line that may not be bought goes in without prices, and a way of shipping only when there
 * is something to ship. What is picked up is supplied where the channel is, whatever address was given.
 */
export function basketOf(
  cart: Cart,
  items: Items,
  terms: Terms,
  context: Context,
  wanted: Cart['content']['shippingMethodId'] = cart.content.shippingMethodId,
): Basket {
  const { content, contact, currency } = cart;
  const shipped = requiresShipping({ cart, items });
  const shippingMethodId = shipped ? wanted : null;
  const pickedUp = shippingMethodId !== null && terms.shippingMethods.get(shippingMethodId)?.kind === 'PICKUP';
  const { country: home } = context.channel;
  const country = pickedUp ? home : (contact.shippingAddress?.country ?? home);
  // what stays in the seller's country bears its tax, whoever buys it
  const assessed = taxesFor(content.taxes, context.channel);
  const taxReliefs = cart.taxReliefs.filter(({ kind }) => kind !== 'REVERSE_CHARGE' || country !== home);
  return {
    currency,
    buyer: context.buyer,
    locationId: storeOf(context),
    codes: content.codes,
    ...countedIn(cart),
    ...cart.contracts,
    shippingMethodId,
    country,
    ...(taxReliefs.length > 0 && { taxReliefs }),
    ...(assessed && { assessed }),
    ...giftsOf(cart, items, terms, context, shipped),
    lines: content.lines.map(({ id, variantId, quantity }) => {
      const item = items.get(variantId);
      return {
        id,
        variantId,
        quantity,
        taxClassId: item?.taxClassId ?? untaxed,
        prices: item?.sellable ? item.prices : [],
        ...(item?.facts && { item: askedIn(item.facts, currency) }),
      };
    }),
  };
}

function lineProblems(
  { content, currency }: Cart,
  items: Items,
  priced: PricedBasket,
  safetyStock: bigint,
  terms: Terms,
): Problem[] {
  return content.lines.flatMap((line, index) => {
    const item = items.get(line.variantId);
    const pricedLine = priced.lines[index];
    const caps = pricedLine ? capProblems(pricedLine, terms) : [];
    if (item?.sellable && pricedLine?.price === null && caps.length > 0) return caps;
    // what was promised has a price, and may not be sold any more
    if (!item?.sellable || !pricedLine?.price) return [blocking('NOT_PURCHASABLE', 'this can no longer be bought here', line.id)];
    const problems = [...stepProblems(line, item), ...stockProblems(line, item, safetyStock)];
    return [...problems, ...caps, ...priceProblems(line, pricedLine, currency)];
  });
}

/** The step may have changed since, and two carts that became one may not add up to it. */
function stepProblems({ id, quantity }: CartLine, { quantityStep }: Item): Problem[] {
  if (quantity % quantityStep === 0n) return [];
  const facts = { step: formatShort(quantityStep, quantityScale) };
  return [blocking('QUANTITY_STEP', `the quantity must be a multiple of ${facts.step}`, id, facts)];
}

function stockProblems(line: CartLine, item: Item, safetyStock: bigint): Problem[] {
  const available = availableTo(item, safetyStock);
  if (available === null || line.quantity <= available) return [];
  const facts = { asked: formatShort(line.quantity, quantityScale), available: formatShort(available, quantityScale) };
  return [blocking('OUT_OF_STOCK', `only ${facts.available} available`, line.id, facts)];
}

function priceProblems(line: CartLine, { price }: PricedLine, currency: CurrencyCode): Problem[] {
  if (!price || line.seenPrice === null || line.seenPrice === price.amount) return [];
  const facts = { before: formatUnitPrice(line.seenPrice, currency), after: formatUnitPrice(price.amount, currency), currency };
  return [
    {
      code: 'PRICE_CHANGED',
      severity: 'NOTICE',
      message: 'the price has changed since the cart was last shown',
      lineId: line.id,
      facts,
    },
  ];
}

function basketProblems({ shippingMethodId }: Basket, priced: PricedBasket, { locale }: Cart, terms: Terms): Problem[] {
  const codes = priced.refusedCodes.map((refused): Problem => ({
    code: 'CODE_REFUSED',
    severity: 'NOTICE',
    message: refusedCodeText(refused, terms, [locale]),
    lineId: null,
    facts: { ...refused.facts, code: refused.code, reason: refused.reason },
  }));
  if (shippingMethodId === null || priced.shipping) return codes;
  return [...codes, blocking('SHIPPING_UNAVAILABLE', 'the chosen way of shipping is not offered for this cart any more', null)];
}

function blocking(code: Problem['code'], message: string, lineId: string | null, facts: Problem['facts'] = {}): Problem {
  return { code, severity: 'BLOCKING', message, lineId, facts };
}
