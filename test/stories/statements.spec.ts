import { demoShop } from '../../apps/seed/demo-shop.js';
import type { PlannedProduct } from '../../apps/seed/shop-plan.js';
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

const most = 200;
const shelf = { slug: 'shelf', name: { en: 'Shelf' } };
const products = Array.from({ length: most + 1 }, (_, index): PlannedProduct => ({
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
  expect(await statements(() => things(100))).toBe(2);
  const detail = '{ product(slug: "thing-7") { name variants { price { amount } availability { available } } } }';
  expect(await statements(() => shop().ask(detail))).toBe(2);
});

test('a cart takes as many statements with 200 lines as with one', async () => {
  const { ask } = shop();
  const all = await things(most + 1);
  const counted = [];
  for (const size of [1, most]) {
    const lines = all.slice(0, size).map(lineOf);
    let id = '';
    const begin = async () => (id = (await ask(createCart, { input: { lines } })).cart.id);
    const created = await statements(begin);
    const read = await statements(() => ask(cartById, { id }));
    const added = await statements(() => ask(addCartLines, { input: { cartId: id, lines: [lineOf(all.at(-1))] } }));
    counted.push({ created, read, added });
  }
  expect(counted).toEqual(Array(2).fill({ created: 2, read: 1, added: 2 }));
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
