import { randomUUID } from 'node:crypto';
import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aCartWith, trailOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  adoptCart,
  cartById,
  createCartHandoff,
  currentCart,
  myCarts,
  openCartByCode,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { aTill, aUnit, type Headers, type TestUnit } from '../support/three-channels.js';

const shop = usingShop(
  aShop({
    things: { LAST: { price: '10.00', stock: 1 }, A: { price: '1.00', stock: 10_000 }, B: { price: '2.00', stock: 10_000 } },
  }),
);
let sku: Record<string, string>;
let till: Headers;
let unit: TestUnit;
const customers: TestCustomer[] = [];

beforeAll(async () => {
  sku = await variantsBySku(shop());
  till = await aTill(shop());
  unit = await aUnit(shop(), 'acme', ['BUYER', 'APPROVER', 'ADMIN']);
  for (let index = 0; index < 16; index++) customers.push(await aCustomer(shop(), `racer-${String(index)}@example.test`));
}, 60_000);

afterEach(() => expectBooksToBalance(shop().postgres.database));

const as =
  (headers: Headers) =>
  (query: string, variables: object = {}): Promise<Json> =>
    shop().ask(query, variables, headers);
const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const held = ({ lines }: Json) => Object.fromEntries(lines.map((line: Json) => [line.sku, line.quantity]));
const add = (headers: Headers, cartId: string, name: string, operation?: object): Promise<Json> =>
  as(headers)(addCartLines, { input: { cartId, operation, lines: [{ variantId: sku[name], quantity: '1' }] } });
const adopt = (headers: Headers, cartId: string, during = 'BROWSING') => as(headers)(adoptCart, { input: { cartId, during } });

test('the last unit, wanted by fifty buyers at once from web, till and portal: exactly one has it, all others are told why', async () => {
  const wanted = { lines: { [String(sku['LAST'])]: '1' } };
  const members = ['BUYER', 'APPROVER', 'ADMIN'].map((role) => unit.as(role));
  const shared = await aReadyCart(as(unit.as('BUYER')), wanted);
  const buyers: { headers: Headers; cart: Json }[] = [];
  // guests on the web, and a till that sells to guests
  for (const cart of await times(16, () => aReadyCart(shop().ask, wanted))) buyers.push({ headers: {}, cart });
  for (const cart of await times(12, () => aReadyCart(as(till), wanted))) buyers.push({ headers: till, cart });
  // customers at home, and some whose cart the till has opened
  for (const { headers } of customers) buyers.push({ headers, cart: await aReadyCart(as(headers), wanted) });
  for (const { headers, cart } of buyers.slice(-3)) {
    const { handoff } = await as(headers)(createCartHandoff, { input: { cartId: cart.id } });
    buyers.push({ headers: till, cart: (await as(till)(openCartByCode, { input: { code: handoff.code } })).cart });
  }
  // three members who place the same cart of their unit
  for (const headers of members) buyers.push({ headers, cart: shared });
  expect(buyers).toHaveLength(50);

  const answers = await Promise.all(buyers.map(({ headers, cart }) => place(as(headers), cart, randomUUID())));
  const placed = answers.filter(({ order }) => order);
  expect(placed).toHaveLength(1);
  expect(placed[0]).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
  for (const answer of answers.filter(({ order }) => !order)) {
    const { code, facts } = onlyError(answer);
    // whoever placed the same cart as the winner is told of its order
    if (code === 'WRONG_STATE') expect(facts).toEqual({ orderId: placed[0].order.id });
    else expect({ code, facts }).toMatchObject({ code: 'OUT_OF_STOCK', facts: { asked: '1', available: '0' } });
  }
  const { rows } = await shop().postgres.database.pool.query(
    `select (select count(*)::int from orders) orders, (posted / 1000)::int posted, (pending / 1000)::int pending from counter where id like $1`,
    [`stock:${String(sku['LAST'])}:%`],
  );
  expect(rows).toEqual([{ orders: 1, posted: 1, pending: 0 }]);
});

test('two devices that adopt the same cart at once adopt it once', async () => {
  for (const { headers } of customers.slice(0, 5)) {
    const mine = await as(headers)(currentCart);
    const before = mine ? held(mine) : {};
    const guests = await aCartWith(shop(), { [String(sku['A'])]: '2' });
    const answers = await times(6, () => adopt(headers, guests.id));
    for (const { userErrors } of answers) expect(userErrors).toEqual([]);
    expect(held(await as(headers)(currentCart))).toEqual({ ...before, A: '2' });
    const { events } = await trailOf(shop(), guests.id);
    expect(events.filter(({ change }: Json) => change === 'adopted')).toHaveLength(1);
  }
});

test('two customers who adopt the same guest’s cart at once: one has it, the other is told there is none', async () => {
  const [one, other] = [await aCustomer(shop(), 'one@example.test'), await aCustomer(shop(), 'other@example.test')];
  for (let turn = 0; turn < 5; turn++) {
    const guests = await aCartWith(shop(), { [String(sku['A'])]: '1' });
    const answers = await Promise.all([one, other].map(({ headers }) => adopt(headers, guests.id)));
    expect(answers.filter(({ cart }) => cart)).toHaveLength(1);
    expect(onlyError(answers.find(({ cart }) => !cart) ?? {})).toMatchObject({ code: 'NOT_FOUND' });
  }
  const sum = await Promise.all(
    [one, other].map(async ({ headers }) => Number(held((await as(headers)(currentCart)) ?? { lines: [] }).A ?? 0)),
  );
  expect(sum.reduce((all, each) => all + each, 0)).toBe(5);
});

test('signing in while adding: every add that was answered is in the cart, and one that was refused lands when it is sent again', async () => {
  for (const { headers } of customers.slice(5, 10)) {
    const before = Number(held((await as(headers)(currentCart)) ?? { lines: [] }).B ?? 0);
    const guests = await aCartWith(shop(), {});
    const [, ...adds] = await Promise.all([
      adopt(headers, guests.id),
      ...Array.from({ length: 10 }, () => add({}, guests.id, 'B')),
    ]);
    for (const answer of adds.filter(({ cart }) => !cart)) {
      expect(onlyError(answer)).toMatchObject({ code: 'NOT_FOUND' });
      expect((await add(headers, guests.id, 'B')).userErrors).toEqual([]);
    }
    expect(held(await as(headers)(currentCart))).toMatchObject({ B: String(before + 10) });
  }
});

test('a cart that one device adopts while the other makes another current: one current cart, nothing lost', async () => {
  const { headers } = await aCustomer(shop(), 'swaps@example.test');
  for (let turn = 1; turn <= 5; turn++) {
    const guests = await times(4, () => aCartWith(shop(), { [String(sku['A'])]: '1' }));
    const answers = await Promise.all(guests.map(({ id }, index) => adopt(headers, id, index % 2 ? 'CHECKOUT' : 'BROWSING')));
    for (const { userErrors } of answers) expect(userErrors).toEqual([]);
    const seen = await as(headers)(currentCart);
    expect(seen.isCurrent).toBe(true);
  }
  const { rows } = await shop().postgres.database.pool.query(
    `select count(*) filter (where is_current)::int current, sum((l->>2)::numeric / 1000)::int quantity from cart c
       left join jsonb_array_elements(c.content->'lines') l on true
     where customer_id = (select customer_id from customer_person where email = 'swaps@example.test') and state = 'ACTIVE'`,
  );
  expect(rows).toEqual([{ current: 1, quantity: 20 }]);
  const { nodes } = await as(headers)(myCarts);
  expect(await as({})(cartById, { id: nodes[0].id })).toBeNull();
});
