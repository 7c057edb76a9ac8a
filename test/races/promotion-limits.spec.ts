import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { onlyError, place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { address, cancelOrder, cartById, createCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 100_000 } } }));
let mug: string;

beforeAll(async () => {
  mug = String((await variantsBySku(shop()))['MUG']);
});

afterEach(() => expectBooksToBalance(shop().postgres.database));

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** What is changed of the rules is seen within a second. */
const seen = () => pause(1000);

async function aPromotion(input: object): Promise<Json> {
  const create = `mutation ($input: CreatePromotionInput!) { createPromotion(input: $input) { promotion { id } userErrors { code message path } } }`;
  const action = { type: 'percent_off_order', percent: '10' };
  const { promotion, userErrors } = await shop().ask(create, { input: { name: 'Ten', action, ...input } }, shop().staff);
  expect(userErrors).toEqual([]);
  await seen();
  return promotion.id;
}

async function aCode(promotionId: string): Promise<string> {
  const generate = `mutation ($input: GeneratePromotionCodesInput!) { generatePromotionCodes(input: $input) { codes userErrors { code } } }`;
  const input = { promotionId, count: 1, prefix: 'ONCE-', idempotencyKey: randomUUID() };
  const { codes } = await shop().ask(generate, { input }, shop().staff);
  await seen();
  return codes;
}

async function cartOf(code: string, email = 'ada@example.test'): Promise<Json> {
  const input = { lines: [{ variantId: mug, quantity: '1' }], email, shippingAddress: address, codes: [code] };
  const { cart, userErrors } = await shop().ask(createCart, { input });
  expect(userErrors).toEqual([]);
  return cart;
}

const buy = (cart: Json) => place(shop().ask, cart, randomUUID());
const cancel = (orderId: string) => shop().ask(cancelOrder, { input: { orderId, idempotencyKey: randomUUID() } }, shop().staff);

async function counters(prefix: string): Promise<Json> {
  const { rows } = await shop().postgres.database.pool.query(
    `select capacity::int, pending::int, posted::int from counter where starts_with(id, $1) order by id`,
    [prefix],
  );
  return rows;
}

test('400 attempts on a limit of 100 leave exactly 100 used', async () => {
  const id = await aPromotion({ code: 'HUNDRED', usageLimit: 100 });
  const carts = await times(400, () => cartOf('HUNDRED'));
  const answers = await Promise.all(carts.map(buy));
  expect(answers.filter(({ order }) => order)).toHaveLength(100);
  for (const answer of answers.filter(({ order }) => !order))
    expect(onlyError(answer)).toMatchObject({ code: 'LIMIT_REACHED', facts: { promotionId: id, limit: 'USES' } });
  expect(await counters(`promotion:${id}`)).toEqual([{ capacity: 100_000, pending: 0, posted: 100_000 }]);
}, 120_000);

test('a code that counts once is used by one order of two hundred, and again when that one is cancelled', async () => {
  const code = await aCode(await aPromotion({ sequence: 1 }));
  const carts = await times(200, (index) => cartOf(index % 2 ? code : code.toLowerCase()));
  for (const cart of carts) expect(cart.totals.total.amount).toBe('9.00');
  const answers = await Promise.all(carts.map(buy));
  const placed = answers.filter(({ order }) => order);
  expect(placed).toHaveLength(1);
  expect(placed[0]?.order.totals.total.amount).toBe('9.00');
  for (const answer of answers.filter(({ order }) => !order))
    expect(onlyError(answer)).toMatchObject({ code: 'TOTAL_CHANGED', facts: { total: '10.00' } });
  const loser = carts[answers.findIndex(({ order }) => !order)];
  const shown = await shop().ask(cartById, { id: loser.id });
  expect(shown.totals.total.amount).toBe('10.00');
  expect(shown.problems.map(({ code }: Json) => code)).toEqual(['CODE_REFUSED']);
  // who buys without it may, and the code comes back with the order that had it
  expect((await cancel(placed[0]?.order.id)).userErrors).toEqual([]);
  const again = await shop().ask(cartById, { id: loser.id });
  expect(again.totals.total.amount).toBe('9.00');
  expect((await buy(again)).order.totals.total.amount).toBe('9.00');
}, 120_000);

test('one person uses it twice, however the address is written; others are not in the way', async () => {
  const id = await aPromotion({ code: 'TWICE', usageLimitPerPerson: 2 });
  const spellings = ['Eve@example.test', 'eve@EXAMPLE.test', 'eve+shop@example.test'];
  const carts = await times(30, (index) => cartOf('TWICE', spellings[index % 3]));
  const others = await times(20, (index) => cartOf('TWICE', `other${index}@example.test`));
  const answers = await Promise.all([...carts, ...others].map(buy));
  const [hers, theirs] = [answers.slice(0, 30), answers.slice(30)];
  expect(theirs.every(({ order }) => order)).toBe(true);
  const placed = hers.filter(({ order }) => order);
  expect(placed).toHaveLength(2);
  for (const answer of hers.filter(({ order }) => !order))
    expect(onlyError(answer)).toMatchObject({ code: 'LIMIT_REACHED', facts: { promotionId: id, limit: 'PERSON' } });
  await cancel(placed[0]?.order.id);
  expect((await buy(await cartOf('TWICE', 'EVE@example.test'))).order).not.toBeNull();
  expect(onlyError(await buy(await cartOf('TWICE', 'eve@example.test'))).code).toBe('LIMIT_REACHED');
  const { rows } = await shop().postgres.database.pool.query(
    `select count(*)::int n from counter where id like '%example%' or id like '%eve%'`,
  );
  expect(rows).toEqual([{ n: 0 }]);
}, 120_000);

test('a budget of 10.00 gives ten orders 1.00 each, and refuses the others', async () => {
  const id = await aPromotion({ code: 'MONEY', budget: { EUR: '10.00' } });
  const carts = await times(40, () => cartOf('MONEY'));
  const answers = await Promise.all(carts.map(buy));
  const placed = answers.filter(({ order }) => order);
  expect(placed).toHaveLength(10);
  const refusals = answers.filter(({ order }) => !order).map(onlyError);
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ code: 'LIMIT_REACHED', facts: { promotionId: id, limit: 'BUDGET', available: '0.00' } });
  expect(await counters(`promotion_budget:${id}`)).toEqual([{ capacity: 1000, pending: 0, posted: 1000 }]);
  await cancel(placed[0]?.order.id);
  expect(await counters(`promotion_budget:${id}`)).toEqual([{ capacity: 1000, pending: 0, posted: 900 }]);
}, 120_000);

test('the last order of a budget gets what is left, if the promotion says so, and nobody more', async () => {
  const id = await aPromotion({ code: 'PARTLY', budget: { EUR: '5.50' }, budgetEnd: 'PARTIAL' });
  const carts = await times(20, () => cartOf('PARTLY'));
  const answers = await Promise.all(carts.map(buy));
  for (const answer of answers.filter(({ order }) => !order))
    expect(['TOTAL_CHANGED', 'LIMIT_REACHED']).toContain(onlyError(answer).code);
  // whoever was told shows what it costs now, and asks again
  const refused = carts.filter((_, index) => !answers[index]?.order);
  for (const { id: cartId } of refused) expect((await buy(await shop().ask(cartById, { id: cartId }))).order).not.toBeNull();
  expect(await counters(`promotion_budget:${id}`)).toEqual([{ capacity: 550, pending: 0, posted: 550 }]);
  const { rows } = await shop().postgres.database.pool.query(
    `select o.total::int, count(*)::int from orders o join cart c on c.id = o.cart_id where c.content->'codes' ? 'PARTLY' group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { total: 900, count: 5 },
    { total: 950, count: 1 },
    { total: 1000, count: 14 },
  ]);
}, 120_000);
