import { randomUUID } from 'node:crypto';
import { TermsService } from '#terms';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { address, cancelOrder, createCart, payOrder, priceBasket, setCartContact } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 1000 } } }));
type Headers = Readonly<Record<string, string>>;

let mug: string;

beforeAll(async () => {
  ({ MUG: mug = '' } = await variantsBySku(shop()));
  await staffOf(shop()).done('createPromotion', {
    name: 'Welcome',
    conditions: [{ type: 'orders', to: 1 }],
    action: { type: 'percent_off_order', percent: '10' },
  });
  await shop().app.get(TermsService, { strict: false }).refresh();
});

const lines = () => [{ variantId: mug, quantity: '1' }];
const totalOf = (cart: Json): string => cart.totals.total.amount;
const counts = async (): Promise<Json[]> =>
  (await shop().postgres.database.pool.query('select buyer, orders::int from order_count order by buyer')).rows;

async function cartOf(email: string | null, headers?: Headers): Promise<Json> {
  const contact = email === null ? {} : { email, shippingAddress: address };
  const { cart, userErrors } = await shop().ask(createCart, { input: { lines: lines(), ...contact } }, headers);
  expect(userErrors).toEqual([]);
  return cart;
}

async function buy(email: string, headers?: Headers, instrument?: string): Promise<Json> {
  const ask = (query: string, variables?: object) => shop().ask(query, variables, headers);
  const { order, userErrors } = await place(ask, await cartOf(email, headers), randomUUID(), instrument);
  expect(userErrors).toEqual([]);
  return order;
}

async function cancel(orderId: string): Promise<void> {
  const input = { orderId, idempotencyKey: randomUUID() };
  expect((await shop().ask(cancelOrder, { input }, shop().staff)).userErrors).toEqual([]);
}

test('a guest’s first order is that of the e-mail address, in whatever case and with whatever after a plus sign', async () => {
  const unknown = await cartOf(null);
  expect(totalOf(unknown)).toBe('10.00');
  const contact = (email: string | null) => shop().ask(setCartContact, { input: { cartId: unknown.id, email } });
  expect(totalOf((await contact('ann@example.test')).cart)).toBe('9.00');
  expect(totalOf((await contact(null)).cart)).toBe('10.00');
  const first = await buy('ann@example.test');
  expect(first.totals.total.amount).toBe('9.00');
  for (const same of ['ann@example.test', 'Ann+two@Example.test', ' ann@example.test ']) {
    expect(totalOf((await contact(same)).cart)).toBe('10.00');
    expect(totalOf(await cartOf(same))).toBe('10.00');
  }
  expect(totalOf((await contact('bob@example.test')).cart)).toBe('9.00');
  await cancel(first.id);
  expect(totalOf((await contact('ann@example.test')).cart)).toBe('9.00');
});

test('of two orders at once one is the first: the other is shown anew; of an address only a hash is kept', async () => {
  const before = await counts();
  const carts = [await cartOf('cy@example.test'), await cartOf('cy+2@example.test')];
  expect(carts.map(totalOf)).toEqual(['9.00', '9.00']);
  const tries = await Promise.all(carts.map((cart) => place(shop().ask, cart, randomUUID())));
  expect(tries.map(({ order }) => order?.totals.total.amount ?? null).sort()).toEqual(['9.00', null]);
  expect(tries.flatMap(({ userErrors }) => userErrors.map(({ code }: Json) => code))).toEqual(['TOTAL_CHANGED']);
  const [mine, ...others] = (await counts()).filter(({ buyer }) => !before.some((each) => each.buyer === buyer));
  expect([mine, others]).toEqual([{ buyer: expect.stringMatching(/^email:[0-9a-f]{64}$/) as string, orders: 1 }, []]);
});

test('an order that waits for its payment counts when it is paid', async () => {
  const { order } = await place(shop().ask, await cartOf('eve@example.test'), randomUUID(), 'decline');
  const open = {
    input: { orderId: order.id, payment: { provider: 'sandbox', instrument: 'approve' }, idempotencyKey: randomUUID() },
  };
  expect([order.state, totalOf(await cartOf('eve@example.test'))]).toEqual(['PENDING', '9.00']);
  expect((await shop().ask(payOrder, open)).order.state).toBe('PLACED');
  expect(totalOf(await cartOf('eve@example.test'))).toBe('10.00');
});

test('one that ends before it is paid never counts', async () => {
  const { order } = await place(shop().ask, await cartOf('dan@example.test'), randomUUID(), 'decline');
  await cancel(order.id);
  expect(totalOf(await cartOf('dan@example.test'))).toBe('9.00');
});

test('a customer’s orders are its own, and count for whoever orders as a guest with its address', async () => {
  const fay = await aCustomer(shop(), 'fay@example.test');
  const costs = async (headers: Headers): Promise<string> =>
    (await shop().ask(priceBasket, { input: { lines: lines() } }, headers)).totals.total.amount;
  expect(await costs(fay.headers)).toBe('9.00');
  const order = await buy('fay@example.test', fay.headers);
  expect(order.totals.total.amount).toBe('9.00');
  expect(await costs(fay.headers)).toBe('10.00');
  expect(totalOf(await cartOf('fay@example.test', fay.headers))).toBe('10.00');
  expect(totalOf(await cartOf('fay@example.test'))).toBe('10.00');
  await cancel(order.id);
  expect(await costs(fay.headers)).toBe('9.00');
});

test('a unit’s orders are those of all its members, and not the members’ own', async () => {
  const gus = await aCustomer(shop(), 'gus@example.test');
  const { done } = staffOf(shop());
  const { organization } = await done('createOrganization', { code: 'acme', name: 'Acme' }, 'organization { id }');
  await done('addOrganizationMember', { organizationId: organization.id, customerId: gus.id, role: 'BUYER' });
  const forUnit = { ...gus.headers, 'x-organization': organization.id };
  expect((await buy('office@example.test', forUnit)).totals.total.amount).toBe('9.00');
  expect(totalOf(await cartOf('office@example.test', forUnit))).toBe('10.00');
  expect(totalOf(await cartOf('gus@example.test', gus.headers))).toBe('9.00');
  expect((await counts()).filter(({ buyer }) => buyer === organization.id)).toEqual([{ buyer: organization.id, orders: 1 }]);
});

test('it takes no statement more to read a cart', async () => {
  const cart = await cartOf('hal@example.test');
  const read = () => shop().ask('query ($id: ID!) { cart(id: $id) { totals { total { amount } } } }', { id: cart.id });
  expect((await read()).totals.total.amount).toBe('9.00');
  expect(await countStatements(shop().postgres.database, read)).toBe(1);
});
