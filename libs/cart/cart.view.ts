import type { PricedLine } from '#engine';
import {
  addressView,
  factsView,
  formatShort,
  formatUnitPrice,
  inLanguage,
  moneyView,
  oneUnit,
  percentScale,
  quantityScale,
  type Context,
  type CurrencyCode,
  type Quantity,
} from '#kernel';
import type { Cart as CartView, CartLine as CartLineView } from '#platform/graphql';
import { availableTo } from '#terms/rules';
import { cartGifts } from './gifts/gifts.js';
import type { Item } from './item.js';
import { requiresShipping, type PricedCart } from './reprice.js';
import { asksOutside } from './taxes/answered-taxes.js';

/** The cart as resolvers return it: `shippingOptions` and `fingerprint` are worked out only when they are asked for. */
export type CartResult = Omit<CartView, 'shippingOptions' | 'fingerprint' | 'lines'> & {
  readonly of: PricedCart;
  readonly lines: readonly CartLineResult[];
};

/** A line as resolvers return it: the catalog's view of its variant is read only when it is asked for. */
export type CartLineResult = Omit<CartLineView, 'variant'>;

/** The cart in the words of the schema. */
export function cartView(of: PricedCart, { locales, channel }: Context): CartResult {
  const { cart, items, priced, problems } = of;
  const chain = [cart.locale, ...locales];
  const money = (minor: bigint) => moneyView(minor, cart.currency);
  const { totals, shipping } = priced;
  const nameOf = (promotionId: string) =>
    inLanguage(priced.discounts.find((each) => each.promotionId === promotionId)?.name ?? {}, chain);
  return {
    of,
    id: cart.id,
    version: cart.version,
    state: cart.state,
    currency: cart.currency,
    locale: cart.locale,
    createdAt: cart.createdAt.toISOString(),
    updatedAt: cart.updatedAt.toISOString(),
    lines: priced.lines.map((line) => ({
      ...lineView(line, items.get(line.variantId), cart.currency, chain, channel.safetyStock),
      gift: line.gift ? { promotionId: line.gift, name: nameOf(line.gift) } : null,
    })),
    gifts: cartGifts(of).map(({ quantity, included, ...gift }) => ({
      ...gift,
      name: nameOf(gift.promotionId),
      quantity: formatShort(quantity, quantityScale),
      included: formatShort(included, quantityScale),
    })),
    lineCount: priced.lines.length,
    requiresShipping: requiresShipping(of),
    codes: [...cart.content.codes],
    promise:
      cart.content.promiseId == null
        ? null
        : {
            promiseId: cart.content.promiseId,
            decides: of.promiseId !== null,
            expiresAt: cart.promise?.expiresAt.toISOString() ?? null,
          },
    discounts: priced.discounts.map(({ promotionId, code, name, amount, reimbursed }) => ({
      promotionId,
      code,
      fundedBy: reimbursed ? 'OTHERS' : 'SHOP',
      name: inLanguage(name, chain),
      amount: money(amount),
    })),
    shipping: shipping && {
      methodId: shipping.methodId,
      name: inLanguage(shipping.name, chain),
      kind: shipping.kind,
      net: money(shipping.net),
      tax: money(shipping.tax),
      total: money(shipping.gross),
    },
    email: cart.contact.email,
    purchaseOrderNumber: cart.contact.purchaseOrderNumber,
    isOwned: cart.owner.customerId !== null,
    isCurrent: cart.isCurrent,
    organizationId: cart.owner.organizationId,
    name: cart.name,
    shippingAddress: cart.contact.shippingAddress && addressView(cart.contact.shippingAddress),
    billingAddress: cart.contact.billingAddress && addressView(cart.contact.billingAddress),
    taxes: priced.taxes.map(({ name, percent, base, amount }) => ({
      name,
      percent: formatShort(percent, percentScale),
      base: money(base),
      amount: money(amount),
    })),
    // what was promised was so with its taxes
    taxSource: priced.assessed ? 'ENGINE' : asksOutside(channel) && of.promiseId === null ? 'ESTIMATE' : 'TABLES',
    totals: {
      amount: money(totals.amount),
      discount: money(totals.discount),
      shipping: money(totals.shipping),
      net: money(totals.net),
      tax: money(totals.tax),
      reimbursed: money(totals.reimbursed),
      total: money(totals.total),
    },
    problems: problems.map((problem) => ({ ...problem, facts: factsView(problem.facts) })),
    successorId: cart.successorId,
  };
}

function lineView(
  line: PricedLine,
  item: Item | undefined,
  currency: CurrencyCode,
  chain: readonly string[],
  safetyStock: Quantity,
): Omit<CartLineResult, 'gift'> {
  const { price, entry } = line;
  return {
    id: line.lineId,
    variantId: line.variantId,
    name: item ? inLanguage(item.face.name, chain) : '',
    sku: item?.face.sku ?? null,
    slug: item?.face.slug ?? '',
    image: item?.face.image ?? null,
    options: item ? [...item.face.options] : [],
    quantity: formatShort(line.quantity, quantityScale),
    unit: item?.unit ?? 'PIECE',
    quantityStep: formatShort(item?.quantityStep ?? oneUnit, quantityScale),
    available: availableView(item, safetyStock),
    unitPrice: price && {
      amount: formatUnitPrice(price.amount, currency),
      currency,
      entry,
      compareAt: price.compareAt === null ? null : formatUnitPrice(price.compareAt, currency),
    },
    amount: moneyView(line.amount, currency),
    discount: moneyView(line.discount, currency),
    net: moneyView(line.net, currency),
    tax: moneyView(line.tax, currency),
    total: moneyView(line.gross, currency),
  };
}

function availableView(item: Item | undefined, safetyStock: Quantity): string | null {
  const available = item ? availableTo(item, safetyStock) : 0n;
  return available === null ? null : formatShort(available, quantityScale);
}
