import { demoShop } from '../../apps/seed/demo-shop.js';
import type { PlannedProduct } from '../../apps/seed/shop-plan.js';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import {
  addCartLines,
  address,
  applyCartCode,
  cartById,
  createCart,
  placeOrder,
  setCartContact,
  setCartShipping,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { countStatements } from '../support/statements.js';
import { aUnit } from '../support/three-channels.js';

const most = 100;
const shelf = { slug: 'shelf', name: { en: 'Shelf' } };
const products = Array.from({ length: most }, (_, index): PlannedProduct => ({
  slug: `thing-${index}`,
  name: { en: `Thing ${index}` },
  description: { en: '' },
  categories: [shelf],
  variants: [{ sku: `THING-${index}`, stock: 1000, prices: { eur: [['0', '10.00']], usd: [] } }],
}));
const shop = usingShop({ ...demoShop, products });

const statements = (work: () => Promise<unknown>) => countStatements(shop().postgres.database, work);
const lineOf = ({ variants }: Json) => ({ variantId: variants[0].id, quantity: '1' });

async function things(first: number): Promise<Json[]> {
  const query = `query ($first: Int, $after: String) { products(first: $first, after: $after, category: "shelf") {
    nodes { slug variants { id price { amount } availability { available } } } pageInfo { endCursor } } }`;
  const nodes: Json[] = [];
  for (let after: string | null = null; nodes.length < first;) {
    const page: Json = await shop().ask(query, { first: Math.min(100, first - nodes.length), after });
    nodes.push(...page.nodes);
    after = page.pageInfo.endCursor;
  }
  return nodes;
}

test('a page and a product take two statements, whatever they hold', async () => {
  expect(await statements(() => things(1))).toBe(2);
  expect(await statements(() => things(most))).toBe(2);
  const detail = '{ product(slug: "thing-7") { name variants { price { amount } availability { available } } } }';
  expect(await statements(() => shop().ask(detail))).toBe(2);
});

test('a guest’s whole journey takes at most 26 statements', async () => {
  const { ask } = shop();
  const all = await things(3);
  const journey = async () => {
    const { cart } = await ask(createCart, { input: { lines: [lineOf(all[0])] } });
    const cartId = cart.id;
    for (const thing of all.slice(1)) await ask(addCartLines, { input: { cartId, lines: [lineOf(thing)] } });
    await ask(applyCartCode, { input: { cartId, code: 'WELCOME10' } });
    await ask(setCartContact, { input: { cartId, email: 'ada@example.test', shippingAddress: address } });
    const [option] = (await ask(cartById, { id: cartId })).shippingOptions;
    const shown = (await ask(setCartShipping, { input: { cartId, shippingMethodId: option.id } })).cart;
    const payment = { provider: 'sandbox', instrument: 'approve' };
    const input = {
      cartId,
      shown: { total: shown.totals.total.amount, fingerprint: shown.fingerprint },
      payment,
      idempotencyKey: 'journey',
    };
    expect((await ask(placeOrder, { input })).order.state).toBe('PLACED');
  };
  expect(await statements(journey)).toBeLessThanOrEqual(26);
});

test('a customer and a member of a unit read their cart in one statement and add to it in two, as a guest does', async () => {
  const { ask } = shop();
  const [thing, another] = await things(2);
  const unit = await aUnit(shop(), 'acme', ['BUYER']);
  const { headers } = await aCustomer(shop(), 'counts@example.test');
  for (const asking of [{}, headers, unit.as('BUYER')]) {
    const counted = (query: string, variables: object = {}) => statements(() => ask(query, variables, asking));
    const { cart } = await ask(createCart, { input: { lines: [lineOf(thing)] } }, asking);
    expect(await counted('query ($id: ID!) { cart(id: $id) { totals { total { amount } } } }', { id: cart.id })).toBe(1);
    expect(await counted(addCartLines, { input: { cartId: cart.id, lines: [lineOf(another)] } })).toBe(2);
    expect(await counted(addCartLines, { input: { cartId: cart.id, lines: [{ sku: 'THING-9', quantity: '1' }] } })).toBe(2);
    // what the customer begins goes into the cart it has
    expect(await counted(createCart, { input: { lines: [lineOf(another)] } })).toBe(2);
    if (asking !== headers) continue;
    expect(await counted('{ currentCart { totals { total { amount } } } }')).toBe(1);
    expect(await counted('{ carts(first: 5) { nodes { totals { total { amount } } } } }')).toBe(1);
  }
});
