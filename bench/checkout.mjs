// What a guest does from the first line to the order, each answer checked to the cent.
import { ask, bad, change, decimal, same } from './client.mjs';
import { peerModule } from './peers.mjs';
import * as requests from './requests.mjs';

const { SHIPPING_NET } = await peerModule('catalogue.mjs');

const guest = {
  name: 'Ada Guest',
  line1: '1 Test Street',
  city: 'Springfield',
  postalCode: '12345',
  country: 'US',
  phone: '5550100',
};

/** One unit of a variant, as a cart's line. */
export const asLine = ({ id }) => ({ variantId: id, quantity: '1' });

/** Compares a cart with the variants that it should hold, one of each, to the cent. */
export function checkCart(cart, lines, { discount = 0, shipping = 0 } = {}) {
  const net = lines.reduce((sum, { cents }) => sum + cents, 0);
  const off = (net * discount) / 100;
  same(cart.currency, 'USD', 'currency');
  same(cart.lines.length, lines.length, 'lines');
  same(cart.problems.length, 0, 'problems');
  same(cart.totals.amount.amount, decimal(net), 'amount');
  same(cart.totals.discount.amount, decimal(off), 'discount');
  same(cart.totals.shipping.amount, decimal(shipping * 1.2), 'shipping');
  same(cart.totals.net.amount, decimal(net - off + shipping), 'net');
  same(cart.totals.tax.amount, decimal((net - off + shipping) * 0.2), 'tax');
  same(cart.totals.total.amount, decimal((net - off + shipping) * 1.2), 'total');
  for (const { id, sku, cents } of lines) {
    const line = cart.lines.find(({ variantId }) => variantId === id) ?? bad('line missing', sku);
    same(line.sku, sku, 'sku');
    same(line.quantity, '1', 'quantity');
    same(line.unitPrice.amount, decimal(cents), 'unit price');
    same(line.total.amount, decimal(cents * (1 - discount / 100) * 1.2), 'line total');
  }
  return cart;
}

/** A new cart with its first line. */
export const begin = async (ctx, variant) => (await change(ctx, requests.createCart, { lines: [asLine(variant)] })).cart;
/** One more line. */
export const put = async (ctx, cartId, variant) =>
  (await change(ctx, requests.addCartLines, { cartId, lines: [asLine(variant)] })).cart;

/** A guest's checkout up to the last step: the cart as it is shown before it is bought. */
export async function checkout(ctx, i, lines, discount) {
  let cart = await begin(ctx, lines[0]);
  checkCart(cart, lines.slice(0, 1));
  for (let k = 1; k < lines.length; k++) cart = checkCart(await put(ctx, cart.id, lines[k]), lines.slice(0, k + 1));
  const cartId = cart.id;
  if (discount) checkCart((await change(ctx, requests.applyCartCode, { cartId, code: 'TENOFF' })).cart, lines, { discount });
  const email = `guest${String(i)}@peer.test`;
  const contact = await change(ctx, requests.setCartContact, { cartId, email, shippingAddress: guest, billingAddress: guest });
  same(contact.cart.email, email, 'email');
  const [option] = (await ask(ctx, requests.shippingOptions, { id: cartId })).cart.shippingOptions;
  const shipped = await change(ctx, requests.setCartShipping, { cartId, shippingMethodId: option.id });
  return checkCart(shipped.cart, lines, { discount, shipping: SHIPPING_NET });
}

/** Buys the cart as it was shown, and sees that it is placed and paid. */
export async function place(ctx, { id, totals, fingerprint, lines }) {
  const { order } = await change(ctx, requests.placeOrder, {
    cartId: id,
    shown: { total: totals.total.amount, fingerprint },
    payment: { provider: 'sandbox', instrument: 'approve' },
    idempotencyKey: `bench-${id}`,
  });
  const [payment] = order.payments;
  if (order.state !== 'PLACED' || payment?.state !== 'CAPTURED') bad('not placed', order);
  same(order.totals.total.amount, totals.total.amount, 'order total');
  same(payment.amount.amount, totals.total.amount, 'payment');
  same(order.lines.length, lines.length, 'order lines');
  return { code: order.number, total: order.totals.total.amount };
}
