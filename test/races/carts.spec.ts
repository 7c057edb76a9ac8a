import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { aCartWith, lineOf, trailOf, variantsBySku } from '../support/carts.js';
import { addCartLines, cartById, removeCartLines, setCartContact, setCartLines } from '../support/requests.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop(aShop({ things: { A: { price: '1.00', stock: 10_000 }, B: { price: '2.00', stock: 10_000 } } }));
let a: string;
let b: string;

beforeAll(async () => {
  const sku = await variantsBySku(shop());
  [a, b] = [String(sku['A']), String(sku['B'])];
});

const held = ({ lines }: Json) => Object.fromEntries(lines.map((line: Json) => [line.sku, line.quantity]));
const adding = (cartId: string, variantId: string, quantity: string, operation?: object): Promise<Json> =>
  shop().ask(addCartLines, { input: { cartId, lines: [{ variantId, quantity }], operation } });
const setting = (cartId: string, quantity: string, seenVersion: number, operation?: object): Promise<Json> =>
  shop().ask(setCartLines, { input: { cartId, seenVersion, lines: [{ lineId: lineOf(a), quantity }], operation } });

test('of 64 who add to one cart at once each is counted, in 64 versions and 64 events', async () => {
  const { id } = await aCartWith(shop(), {});
  const answers = await Promise.all(Array.from({ length: 64 }, (_, index) => adding(id, index % 2 ? a : b, '1')));
  for (const { userErrors } of answers) expect(userErrors).toEqual([]);
  expect(answers.map(({ cart }) => Number(cart.version)).sort((x, y) => x - y)).toEqual(
    Array.from({ length: 64 }, (_, index) => index + 2),
  );
  const cart = await shop().ask(cartById, { id });
  expect(held(cart)).toEqual({ A: '32', B: '32' });
  expect(cart).toMatchObject({ version: 65, totals: { total: { amount: '96.00' } } });
  const { events, operations } = await trailOf(shop(), id);
  expect(events.map(({ version }: Json) => version)).toEqual(Array.from({ length: 65 }, (_, index) => index + 1));
  expect(operations).toHaveLength(64);
});

test('an operation that is sent eight times at once counts once', async () => {
  const { id } = await aCartWith(shop(), {});
  const operation = { device: 'the-phone', sequence: 1 };
  const answers = await Promise.all(Array.from({ length: 8 }, () => adding(id, a, '3', operation)));
  for (const { userErrors } of answers) expect(userErrors).toEqual([]);
  const again = await adding(id, a, '3', operation);
  expect(again).toMatchObject({ userErrors: [], cart: { version: 2 } });
  expect(held(again.cart)).toEqual({ A: '3' });
  expect((await trailOf(shop(), id)).events).toHaveLength(2);
});

test('a device that skipped an operation is told which one is missing', async () => {
  const { id } = await aCartWith(shop(), {});
  await adding(id, a, '1', { device: 'the-phone', sequence: 1 });
  const gap = await adding(id, a, '1', { device: 'the-phone', sequence: 3 });
  expect(gap).toMatchObject({
    cart: null,
    userErrors: [{ code: 'OPERATION_GAP', path: ['input', 'operation', 'sequence'], facts: [{ name: 'expected', value: '2' }] }],
  });
  expect(await shop().ask(cartById, { id })).toMatchObject({ version: 2 });
});

test('two devices at 2 that set 5 make 5; one that sets 5 while the other adds 1 makes 6', async () => {
  const both = await aCartWith(shop(), { [a]: '2' });
  await Promise.all([setting(both.id, '5', 1), setting(both.id, '5', 1)]);
  expect(held(await shop().ask(cartById, { id: both.id }))).toEqual({ A: '5' });
  const mixed = await aCartWith(shop(), { [a]: '2' });
  await Promise.all([setting(mixed.id, '5', 1), adding(mixed.id, a, '1')]);
  expect(held(await shop().ask(cartById, { id: mixed.id }))).toEqual({ A: '6' });
});

test('a device that presses plus and then types 5 before it has heard gets 5', async () => {
  const { id } = await aCartWith(shop(), { [a]: '2' });
  await adding(id, a, '1', { device: 'the-phone', sequence: 1 });
  const { cart } = await setting(id, '5', 1, { device: 'the-phone', sequence: 2 });
  expect(held(cart)).toEqual({ A: '5' });
});

test('a removal takes what it had seen, and a line that was removed comes back by a set', async () => {
  const { ask } = shop();
  const { id: cartId } = await aCartWith(shop(), { [a]: '2' });
  await adding(cartId, a, '1');
  const removed = await ask(removeCartLines, { input: { cartId, seenVersion: 1, lineIds: [lineOf(a)] } });
  expect(held(removed.cart)).toEqual({ A: '1' });
  const gone = await ask(removeCartLines, { input: { cartId, seenVersion: 3, lineIds: [lineOf(a)] } });
  expect(held(gone.cart)).toEqual({});
  expect(held((await setting(cartId, '4', 3)).cart)).toEqual({ A: '4' });
});

test('what comes after the cart became an order goes to its successor, from every device, once', async () => {
  const { ask } = shop();
  const phone = (sequence: number) => ({ device: 'the-phone', sequence });
  const { id } = await aCartWith(shop(), { [a]: '2' });
  await adding(id, a, '1', phone(1));
  const { cart } = await ask(setCartContact, { input: { cartId: id, email: 'ada@example.test' } });
  expect((await place(ask, cart, `successor-${id}`)).userErrors).toEqual([]);
  expect(await adding(id, a, '1', phone(1))).toMatchObject({ cart: { id, state: 'CONVERTED' } });

  const answers = await Promise.all(Array.from({ length: 8 }, () => adding(id, b, '1')));
  for (const { userErrors } of answers) expect(userErrors).toEqual([]);
  const successors = new Set(answers.map((answer) => String(answer.cart.id)));
  expect(successors.size).toBe(1);
  const [successorId] = successors;
  expect(await ask(cartById, { id })).toMatchObject({ state: 'CONVERTED', successorId });

  // the device still speaks of the old cart: its numbers go on, its old version means nothing here
  expect((await adding(id, b, '1', phone(3))).userErrors).toMatchObject([{ code: 'OPERATION_GAP', facts: [{ value: '2' }] }]);
  expect(held((await adding(id, b, '1', phone(2))).cart)).toEqual({ B: '9' });
  expect(held((await adding(id, b, '1', phone(2))).cart)).toEqual({ B: '9' });
  const set = await setting(id, '5', 4, phone(3));
  expect(set).toMatchObject({ userErrors: [], cart: { id: successorId } });
  expect(held(set.cart)).toEqual({ B: '9', A: '5' });
  expect((await adding(String(successorId), b, '1', phone(4))).cart).toMatchObject({ id: successorId });
});

test('Medusa #5865: buyers who place while others empty the cart never get an order without items', async () => {
  const { ask } = shop();
  for (let turn = 0; turn < 5; turn++) {
    const { id: cartId } = await aCartWith(shop(), { [a]: '1' }, { email: 'ada@example.test' });
    const cart = await ask(cartById, { id: cartId });
    const [placed] = await Promise.all([
      place(ask, cart, `race-${cartId}`),
      ask(removeCartLines, { input: { cartId, seenVersion: 1, lineIds: [lineOf(a)] } }),
      adding(cartId, b, '1'),
    ]);
    if (placed.order) expect(placed.order.lines).toMatchObject([{ variantId: a, quantity: '1' }]);
    else expect(placed.userErrors).toHaveLength(1);
  }
  const { pool } = shop().postgres.database;
  const { rows } = await pool.query('select from orders o where not exists (select from order_line l where l.order_id = o.id)');
  expect(rows).toEqual([]);
});
