import type { Json } from '../support/api.js';
import { lineOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { addCartLines, cartById, createCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { countStatements } from '../support/statements.js';

const things = Object.fromEntries(
  Array.from({ length: 1001 }, (_, index) => [`T${String(index)}`, { price: '1.00', stock: 20_000 }]),
);
const shop = usingShop(aShop({ things }));
let variants: string[];

beforeAll(async () => {
  variants = Object.values(await variantsBySku(shop()));
});

const some = (count: number) => variants.slice(0, count).map((variantId) => ({ variantId, quantity: '1' }));

test('Medusa #13335, #10751, #2465: adding more of it and reading take one statement each, at 1, 20, 200 and 1,000 lines', async () => {
  const { ask, postgres } = shop();
  const counts: Json[] = [];
  for (const lines of [1, 1, 20, 200, 1000]) {
    const { cart } = await ask(createCart, { input: { lines: some(lines) } });
    expect(cart.lines).toHaveLength(lines);
    const add = await countStatements(postgres.database, () =>
      ask(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: variants[0], quantity: '1' }] } }),
    );
    const read = await countStatements(postgres.database, () => ask(cartById, { id: cart.id }));
    counts.push({ lines, add, read });
  }
  expect(counts).toEqual([1, 1, 20, 200, 1000].map((lines) => ({ lines, add: 1, read: 1 })));
});

test('Vendure #1727: ten thousand of one thing are one line and one row', async () => {
  const { ask, postgres } = shop();
  const { cart } = await ask(createCart, { input: { lines: [{ variantId: variants[0], quantity: '10000' }] } });
  expect(cart.lines).toMatchObject([{ quantity: '10000', total: { amount: '10000.00' } }]);
  const { rows } = await postgres.database.pool.query('select jsonb_array_length(content->$2) lines from cart where id = $1', [
    cart.id,
    'lines',
  ]);
  expect(rows).toEqual([{ lines: 1 }]);
});

test('a thousand lines are the most', async () => {
  const { ask } = shop();
  const { cart } = await ask(createCart, { input: { lines: some(1000) } });
  const more = await ask(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: variants[1000], quantity: '1' }] } });
  expect(more).toMatchObject({ cart: null, userErrors: [{ code: 'LIMIT_REACHED', path: ['input', 'lines'] }] });
  const again = await ask(addCartLines, { input: { cartId: cart.id, lines: some(1000) } });
  expect(again.userErrors).toEqual([]);
  expect(again.cart.lines.find(({ id }: Json) => id === lineOf(variants[999]))).toMatchObject({ quantity: '2' });
});

test('Vendure #5359, #1506: the variants of all lines are read in one statement', async () => {
  const { ask, postgres } = shop();
  const { cart } = await ask(createCart, { input: { lines: some(200) } });
  const query =
    'query ($id: ID!) { cart(id: $id) { lines { variant { sku price { amount } availability { available } product { slug } } } } }';
  let answer: Json;
  expect(await countStatements(postgres.database, async () => (answer = await ask(query, { id: cart.id })))).toBe(3);
  expect(answer.lines).toHaveLength(200);
  expect(answer.lines[7].variant).toMatchObject({ price: { amount: '1.00' }, availability: { available: '20000' } });
});
