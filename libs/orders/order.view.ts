import { addressView, formatShort, formatUnitPrice, inLanguage, moneyView, percentScale, quantityScale } from '#kernel';
import { discountsOf, unitsView } from '#cart/rules';
import type { Order as OrderView, OrderLine as OrderLineView } from '#platform/graphql';
import type { OrderAndPayments } from './order-reader.service.js';
import type { Order } from './order.js';

/** A line as resolvers return it: the catalog's view of its variant is read only when it is asked for. */
export type OrderLineResult = Omit<OrderLineView, 'variant'>;

/** The order as resolvers return it. */
export type OrderResult = Omit<OrderView, 'lines'> & { readonly lines: readonly OrderLineResult[] };

/** The order in the words of the schema. */
export function orderView({ order, payments }: OrderAndPayments): OrderResult {
  const money = (minor: bigint) => moneyView(minor, order.currency);
  const { contact, shipping } = order;
  const discounts = order.discounts.map(({ promotionId, code, name, amount, reimbursed }) => ({
    promotionId,
    code,
    name: inLanguage(name, [order.locale]),
    amount: money(amount),
    fundedBy: reimbursed ? ('OTHERS' as const) : ('SHOP' as const),
  }));
  const shares = discountsOf(order.currency, discounts);
  const nameOf = (id: string) => discounts.find(({ promotionId }) => promotionId === id)?.name ?? '';
  return {
    id: order.id,
    number: order.number,
    state: order.state,
    cancelReason: order.cancelReason,
    cartId: order.cartId,
    currency: order.currency,
    locale: order.locale,
    lines: order.lines.map((line) => ({
      id: line.lineId,
      variantId: line.variantId,
      sku: line.sku,
      name: line.name,
      slug: line.slug,
      image: line.image,
      options: [...line.options],
      quantity: formatShort(line.quantity, quantityScale),
      unitPrice: formatUnitPrice(line.unitPrice, order.currency),
      entry: line.entry,
      amount: money(line.amount),
      discount: money(line.discount),
      net: money(line.net),
      tax: money(line.tax),
      total: money(line.gross),
      reimbursed: money(line.reimbursed),
      discounts: shares(line.discounts),
      units: line.units.map((units) => unitsView(units, order.currency, shares)),
      gift: line.gift && { promotionId: line.gift, name: nameOf(line.gift) },
    })),
    discounts,
    shipping: shipping && {
      methodId: shipping.methodId,
      kind: shipping.kind,
      name: shipping.name,
      net: money(shipping.net),
      tax: money(shipping.tax),
      total: money(shipping.gross),
    },
    email: contact.email,
    purchaseOrderNumber: contact.purchaseOrderNumber,
    organizationId: order.owner.organizationId,
    shippingAddress: contact.shippingAddress && addressView(contact.shippingAddress),
    billingAddress: contact.billingAddress && addressView(contact.billingAddress),
    taxes: order.taxes.map(({ name, percent, base, amount }) => ({
      name,
      percent: formatShort(percent, percentScale),
      base: money(base),
      amount: money(amount),
    })),
    totals: totalsView(order),
    payments: payments.map(({ id, provider, state, amount, failureCode }) => ({
      id,
      provider,
      state,
      amount: money(amount),
      failureCode,
    })),
    createdAt: order.createdAt.toISOString(),
    placedAt: order.placedAt?.toISOString() ?? null,
    expiresAt: order.expiresAt?.toISOString() ?? null,
  };
}

function totalsView({ lines, shipping, net, tax, total, reimbursed, currency }: Order): OrderView['totals'] {
  const sum = (of: 'amount' | 'discount') => lines.reduce((all, line) => all + line[of], 0n);
  return {
    amount: moneyView(sum('amount'), currency),
    discount: moneyView(sum('discount'), currency),
    shipping: moneyView(shipping?.gross ?? 0n, currency),
    net: moneyView(net, currency),
    tax: moneyView(tax, currency),
    reimbursed: moneyView(reimbursed, currency),
    total: moneyView(total, currency),
  };
}
