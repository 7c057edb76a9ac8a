import { randomUUID } from 'node:crypto';
import { OrderSweep } from '#orders';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { createCart, orderById } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { aUnit, type TestUnit } from '../support/three-channels.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 1000 } } }));
let mug: string;
let unit: TestUnit;

const ask = (query: string, variables: object = {}): Promise<Json> => shop().ask(query, variables, unit.as('BUYER'));
const select = async (query: string, values: readonly unknown[] = []): Promise<Json[]> =>
  (await shop().postgres.database.pool.query(query, [...values])).rows;
const begun = async (quantity: string): Promise<Json> => {
  const input = { lines: [{ variantId: mug, quantity }], email: 'buyer@acme.test', name: randomUUID() };
  const { cart, userErrors } = await ask(createCart, { input });
  expect(userErrors).toEqual([]);
  return cart;
};
/** An order whose payment does not answer. */
const waiting = async (quantity: string): Promise<string> => {
  const { order } = await place(ask, await begun(quantity), randomUUID(), 'timeout');
  expect(order).toMatchObject({ state: 'PENDING' });
  return order.id;
};
/** Lets its time run out, with what it holds. */
const overdue = async (orderId: string): Promise<void> => {
  await select(`update hold set expires_at = now() - interval '1 second' where owner = $1`, [orderId]);
  await select(`update orders set expires_at = now() - interval '1 second' where id = $1`, [orderId]);
};
const sweep = () => shop().app.get(OrderSweep, { strict: false }).sweep(0);
const found = (id: string): Promise<Json> => ask(orderById, { id });
const used = async (): Promise<string[]> =>
  (await shop().ask('{ contract(id: "C-1") { caps { used left } } }', {}, shop().staff)).caps.map(
    (cap: Json) => `${cap.used}+${cap.left}`,
  );
const holdsOf = (orderId: string): Promise<Json[]> =>
  select(
    `select split_part(counter_id, ':', 1) counter, state, quantity::int from hold where owner = $1 and counter_id not like 'stock:%' order by id`,
    [orderId],
  );

beforeAll(async () => {
  mug = String((await variantsBySku(shop()))['MUG']);
  unit = await aUnit(shop(), 'acme', ['BUYER']);
  const { done, setPrice } = staffOf(shop());
  const caps = [{ of: 'VARIANT', value: mug, limit: '10' }];
  const agreed = { number: 'C-1', organizationId: unit.id, currency: 'EUR', tierScope: 'CONTRACT_PERIOD', caps };
  await done('createContract', agreed);
  await setPrice('C-1', mug, '8.00');
  expect(await within(2000, async () => (await begun('1')).totals.total.amount === '8.00')).toBe(true);
}, 60_000);

afterEach(() => expectBooksToBalance(shop().postgres.database));

test('an order that waits for its payment holds what it takes of a contract, and keeps it when the money comes', async () => {
  const orderId = await waiting('4');
  expect(await used()).toEqual(['4+6']);
  expect((await begun('7')).totals.total.amount).toBe('58.00');
  await sweep();
  expect(await found(orderId)).toMatchObject({ state: 'PLACED', totals: { total: { amount: '32.00' } } });
  expect(await holdsOf(orderId)).toEqual([
    { counter: 'bought', state: 'POSTED', quantity: 4000 },
    { counter: 'under_contract', state: 'POSTED', quantity: 4000 },
  ]);
});

test('money that comes after the holds have expired claims it anew, once', async () => {
  const orderId = await waiting('5');
  expect(await used()).toEqual(['9+1']);
  await overdue(orderId);
  await sweep();
  expect(await found(orderId)).toMatchObject({ state: 'PLACED', totals: { total: { amount: '40.00' } } });
  expect(await used()).toEqual(['9+1']);
  expect(await holdsOf(orderId)).toEqual([
    { counter: 'bought', state: 'VOIDED', quantity: 5000 },
    { counter: 'under_contract', state: 'VOIDED', quantity: 5000 },
    { counter: 'bought', state: 'POSTED', quantity: 5000 },
    { counter: 'under_contract', state: 'POSTED', quantity: 5000 },
  ]);
});

test('where nothing is left of the contract by then, the order ends and the money goes back', async () => {
  const late = await waiting('1');
  await overdue(late);
  await staffOf(shop()).done('updateContract', {
    id: 'C-1',
    caps: [{ of: 'VARIANT', value: mug, limit: '9' }],
  });
  await sweep();
  expect(await found(late)).toMatchObject({
    state: 'CANCELLED',
    cancelReason: 'NO_STOCK',
    payments: [{ state: 'REFUNDED' }],
  });
  expect(await used()).toEqual(['9+0']);
});
