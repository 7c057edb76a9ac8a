import { randomUUID } from 'node:crypto';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aShop } from '../support/plan.js';
import { addCartLines } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const many = { price: '10.00', stock: 10_000 };
const shelf = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const shop = usingShop(
  aShop({
    things: {
      SCARCE: { price: '10.00', stock: 20 },
      MUG: many,
      ...Object.fromEntries(shelf.map((sku) => [sku, { price: '1.00', stock: 100 }])),
    },
    codes: [
      { code: 'TWENTY', percent: '10', usageLimit: 20 },
      { code: 'ENDING', percent: '10', usageLimit: 1000 },
    ],
  }),
);

let id: Record<string, string>;

beforeAll(async () => {
  const { nodes } = await shop().ask('{ products(first: 20) { nodes { variants { id sku } } } }');
  id = Object.fromEntries(nodes.map(({ variants: [variant] }: Json) => [variant.sku, variant.id]));
});

afterEach(() => expectBooksToBalance(shop().postgres.database));

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const cartOf = (lines: Readonly<Record<string, string>>, code?: string) =>
  aReadyCart(shop().ask, {
    lines: Object.fromEntries(Object.entries(lines).map(([sku, quantity]) => [id[sku] ?? '', quantity])),
    ...(code && { code }),
  });
const buy = (cart: Json) => place(shop().ask, cart, randomUUID());

async function counter(prefix: string): Promise<Json> {
  const { rows } = await shop().postgres.database.pool.query(
    `select (capacity / 1000)::int capacity, (pending / 1000)::int pending, (posted / 1000)::int posted, version::int from counter where starts_with(id, $1)`,
    [prefix],
  );
  return rows;
}

test('200 checkouts at once for 20 pieces place exactly 20 and tell every other buyer why', async () => {
  const before = await counter(`stock:${id['SCARCE'] ?? ''}`);
  const carts = await times(200, () => cartOf({ SCARCE: '1' }));
  const answers = await Promise.all(carts.map(buy));
  const placed = answers.filter(({ order }) => order);
  expect(placed).toHaveLength(20);
  for (const answer of placed) expect(answer).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
  for (const answer of answers.filter(({ order }) => !order))
    expect(onlyError(answer)).toMatchObject({
      code: 'OUT_OF_STOCK',
      facts: { asked: '1', available: '0', lineId: carts[0].lines[0].id },
    });
  expect(await counter(`stock:${id['SCARCE'] ?? ''}`)).toEqual([
    { capacity: 20, pending: 0, posted: 20, version: Number(before[0].version) + 20 },
  ]);
  const { rows } = await shop().postgres.database.pool.query(
    `select count(*)::int, count(distinct number)::int numbers, (select count(*)::int from hold where state = 'POSTED') holds from orders`,
  );
  expect(rows).toEqual([{ count: 20, numbers: 20, holds: 20 }]);
});

test('200 orders with a coupon for 20 uses: exactly 20 have it', async () => {
  const carts = await times(200, () => cartOf({ MUG: '1' }, 'TWENTY'));
  for (const cart of carts) expect(cart.totals.total.amount).toBe('9.00');
  const answers = await Promise.all(carts.map(buy));
  expect(answers.filter(({ order }) => order)).toHaveLength(20);
  const refusals = answers.filter(({ order }) => !order).map(onlyError);
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['LIMIT_REACHED']));
  const [{ promotionId }] = refusals.map(({ facts }) => facts);
  expect(await counter(`promotion:${promotionId}`)).toMatchObject([{ capacity: 20, pending: 0, posted: 20 }]);
});

test('one cart placed 20 times at once is one order', async () => {
  const cart = await cartOf({ MUG: '3' });
  const answers = await times(20, () => buy(cart));
  const [first, ...others] = answers.filter(({ order }) => order);
  expect(others).toEqual([]);
  for (const answer of answers.filter(({ order }) => !order))
    expect(onlyError(answer)).toMatchObject({ code: 'WRONG_STATE', facts: { orderId: first.order.id } });
});

test('a cart that is changed while it is placed is placed as it was shown, or not at all', async () => {
  for (let turn = 0; turn < 10; turn++) {
    const cart = await cartOf({ MUG: '1' });
    const [{ order, userErrors }, added] = await Promise.all([
      buy(cart),
      shop().ask(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: id['MUG'], quantity: '1' }] } }),
    ]);
    expect(added.userErrors).toEqual([]);
    if (order) expect(order.totals.total.amount).toBe('10.00');
    else expect(onlyError({ userErrors })).toMatchObject({ code: 'TOTAL_CHANGED', facts: { total: '20.00' } });
    expect(added.cart.id === cart.id).toBe(order === null);
  }
});

test('64 orders of overlapping things in random order: nobody hears of a deadlock', async () => {
  const wants = Array.from({ length: 64 }, (_, seed) =>
    shelf.map((sku) => ({ sku, at: (seed * 7919 + sku.charCodeAt(0) * 104_729) % 97 })).sort((a, b) => a.at - b.at),
  );
  const carts = await Promise.all(
    wants.map((order) => cartOf(Object.fromEntries(order.slice(0, 5).map(({ sku }) => [sku, '1'])))),
  );
  const answers = await Promise.all(carts.map(buy));
  for (const answer of answers) expect(answer).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
});

test('a promotion that ends while orders are placed: who was shown it has it, or is told the new total', async () => {
  const { ask, staff } = shop();
  const carts = await times(40, () => cartOf({ MUG: '1' }, 'ENDING'));
  const { nodes } = await ask('{ promotions(first: 10) { nodes { id code } } }', {}, staff);
  const { id: promotionId } = nodes.find(({ code }: Json) => code === 'ENDING');
  const end = `mutation ($input: ArchivePromotionInput!) { archivePromotion(input: $input) { promotion { status } userErrors { code } } }`;
  const ending = ask(end, { input: { id: promotionId } }, staff);
  const answers = await Promise.all(carts.map(buy));
  expect(await ending).toEqual({ promotion: { status: 'ARCHIVED' }, userErrors: [] });
  for (const answer of answers) {
    if (answer.order) expect(answer.order.totals.total.amount).toBe('9.00');
    else expect(onlyError(answer)).toMatchObject({ code: 'TOTAL_CHANGED', facts: { total: '10.00' } });
  }
  // whoever asks after the end is told
  expect(onlyError(await buy(await cartOf({ MUG: '1' }).then((cart) => ({ ...cart, totals: carts[0].totals }))))).toMatchObject({
    code: 'TOTAL_CHANGED',
  });
});
