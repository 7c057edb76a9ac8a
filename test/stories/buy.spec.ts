import { usingShop } from '../support/shop.js';
import {
  address,
  applyCartCode,
  addCartLines,
  cartById,
  createCart,
  orderById,
  placeOrder,
  setCartContact,
  setCartShipping,
} from '../support/requests.js';

const shop = usingShop();

test('a guest browses, fills a cart with a code, and buys it as it was shown', async () => {
  const { ask } = shop();
  const { nodes } = await ask(
    `{ products(first: 10, category: "kitchen") { nodes { slug name variants { id sku price { amount gross { amount } net { amount } } availability { inStock available } } } } }`,
  );
  expect(nodes.map(({ slug }: { slug: string }) => slug)).toEqual(['enamel-mug', 'cast-iron-pan', 'coffee-beans']);
  const [mug] = nodes[0].variants;
  expect(mug).toMatchObject({
    sku: 'MUG-WHITE',
    price: { amount: '12.90', gross: { amount: '12.90' }, net: { amount: '10.84' } },
  });
  expect(mug.availability).toEqual({ inStock: true, available: '250' });

  const created = await ask(createCart, { input: { lines: [{ variantId: mug.id, quantity: '2' }] } });
  expect(created.userErrors).toEqual([]);
  const { id } = created.cart;
  const pan = nodes[1].variants[0].id;
  const added = await ask(addCartLines, { input: { cartId: id, lines: [{ variantId: pan, quantity: '1' }] } });
  expect(added.cart.totals).toMatchObject({ total: { amount: '74.80' }, tax: { amount: '11.94' } });

  const coded = await ask(applyCartCode, { input: { cartId: id, code: ' welcome10 ' } });
  expect(coded.cart.totals).toMatchObject({ discount: { amount: '7.48' }, total: { amount: '67.32' } });
  await ask(setCartContact, { input: { cartId: id, email: 'ada@example.test', shippingAddress: address } });
  const { shippingOptions } = await ask(cartById, { id });
  expect(shippingOptions).toMatchObject([
    { name: 'Parcel', kind: 'FLAT_RATE', total: { amount: '4.90' } },
    { name: 'Pick up', kind: 'PICKUP', total: { amount: '0.00' } },
  ]);
  const { cart } = await ask(setCartShipping, { input: { cartId: id, shippingMethodId: shippingOptions[0].id } });
  expect(cart.totals.total).toEqual({ amount: '72.22', currency: 'EUR' });

  const input = {
    cartId: id,
    shown: { total: '72.22', fingerprint: cart.fingerprint },
    payment: { provider: 'sandbox', instrument: 'approve' },
    idempotencyKey: 'story-1',
  };
  const { order, userErrors } = await ask(placeOrder, { input });
  expect(userErrors).toEqual([]);
  expect(order).toMatchObject({
    state: 'PLACED',
    totals: { total: { amount: '72.22' } },
    payments: [{ state: 'CAPTURED', amount: { amount: '72.22' } }],
  });
  expect(await ask(orderById, { id: order.id })).toEqual(order);
  expect(await ask(cartById, { id })).toMatchObject({ state: 'CONVERTED', order: { id: order.id } });
});
