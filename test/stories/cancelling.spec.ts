import { randomUUID } from 'node:crypto';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aShop } from '../support/plan.js';
import { cancelOrder, orderById, payOrder } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop(
  aShop({ things: { MUG: { price: '10.00', stock: 3 } }, codes: [{ code: 'ONCE', percent: '50', usageLimit: 1 }] }),
);

let mug: string;

beforeAll(async () => {
  const { nodes } = await shop().ask('{ products(first: 20) { nodes { variants { id } } } }');
  mug = nodes[0].variants[0].id;
});

afterEach(() => expectBooksToBalance(shop().postgres.database));

const key = () => randomUUID();
const cartOf = (quantity: string, code?: string) => aReadyCart(shop().ask, { lines: { [mug]: quantity }, ...(code && { code }) });

function cancel(orderId: string, idempotencyKey = key()): Promise<Json> {
  return shop().ask(cancelOrder, { input: { orderId, idempotencyKey } }, shop().staff);
}

async function select(query: string, values: readonly unknown[] = []): Promise<Json[]> {
  return (await shop().postgres.database.pool.query(query, [...values])).rows;
}

async function posted(): Promise<Json> {
  const rows = await select(
    `select split_part(id, ':', 1) kind, (posted / 1000)::int posted, (pending / 1000)::int pending from counter order by id`,
  );
  return Object.fromEntries(rows.map(({ kind, ...counts }) => [kind, counts]));
}

test('everything an order held is free again, its money and its coupon too', async () => {
  const { order } = await place(shop().ask, await cartOf('3', 'once'), key());
  expect(order).toMatchObject({ state: 'PLACED', totals: { total: { amount: '15.00' } } });
  expect(await posted()).toEqual({ promotion: { posted: 1, pending: 0 }, stock: { posted: 3, pending: 0 } });
  const same = key();
  const [first, second] = await Promise.all([cancel(order.id, same), cancel(order.id, same)]);
  expect(first).toMatchObject({
    order: { state: 'CANCELLED', cancelReason: 'REQUESTED', payments: [{ state: 'REFUNDED' }] },
    userErrors: [],
  });
  expect(second).toMatchObject({ order: { state: 'CANCELLED' }, userErrors: [] });
  expect(await posted()).toEqual({ promotion: { posted: 0, pending: 0 }, stock: { posted: 0, pending: 0 } });
  expect(
    await select('select account, sum(amount)::int amount from posting where order_id = $1 group by 1 having sum(amount) <> 0', [
      order.id,
    ]),
  ).toEqual([]);
  expect(
    await select(`select type from outbox where aggregate_id in ($1, $2) order by aggregate_id, aggregate_version`, [
      order.id,
      order.payments[0].id,
    ]),
  ).toEqual([{ type: 'order.placed' }, { type: 'order.cancelled' }, { type: 'payment.captured' }, { type: 'payment.refunded' }]);

  // the coupon and the stock serve another buyer
  const again = await place(shop().ask, await cartOf('3', 'once'), key());
  expect(again).toMatchObject({ order: { state: 'PLACED', totals: { total: { amount: '15.00' } } }, userErrors: [] });
  await cancel(again.order.id);
});

test('what was only authorised is voided', async () => {
  const { order } = await place(shop().ask, await cartOf('1'), key(), 'authorize');
  expect(order.payments).toMatchObject([{ state: 'AUTHORIZED' }]);
  expect(await cancel(order.id)).toMatchObject({
    order: { state: 'CANCELLED', payments: [{ state: 'VOIDED' }] },
    userErrors: [],
  });
  expect(
    await select('select account, sum(amount)::int amount from posting where order_id = $1 group by 1 having sum(amount) <> 0', [
      order.id,
    ]),
  ).toEqual([]);
});

test('an order that waits for its payment is called off, and its payment with it', async () => {
  for (const instrument of ['pending', 'timeout', 'decline']) {
    const { order } = await place(shop().ask, await cartOf('1'), key(), instrument);
    const cancelled = await cancel(order.id);
    expect(cancelled).toMatchObject({ order: { state: 'CANCELLED', placedAt: null }, userErrors: [] });
    expect(cancelled.order.payments).toMatchObject([{ state: instrument === 'decline' ? 'FAILED' : 'VOIDED' }]);
    const paid = await shop().ask(payOrder, {
      input: { orderId: order.id, payment: { provider: 'sandbox', instrument: 'approve' }, idempotencyKey: key() },
    });
    expect(onlyError(paid)).toMatchObject({ code: 'WRONG_STATE' });
  }
  expect((await posted()).stock).toEqual({ posted: 0, pending: 0 });
});

test('twice, and by nobody in particular, it is refused', async () => {
  const { order } = await place(shop().ask, await cartOf('1'), key());
  const guest = await shop().gql(cancelOrder, { input: { orderId: order.id, idempotencyKey: key() } });
  expect(guest.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(await shop().ask(orderById, { id: order.id })).toMatchObject({ state: 'PLACED' });
  await cancel(order.id);
  const [{ count }] = await select('select count(*)::int from outbox');
  const again = await cancel(order.id);
  expect(again.order).toBeNull();
  expect(onlyError(again)).toMatchObject({ code: 'WRONG_STATE', facts: { state: 'CANCELLED' } });
  expect(await select('select count(*)::int from outbox')).toEqual([{ count }]);
  expect(onlyError(await cancel('ord_x'))).toMatchObject({ code: 'NOT_FOUND' });
});

test('the cart of a cancelled order is not placed again', async () => {
  const cart = await cartOf('1');
  const { order } = await place(shop().ask, cart, key());
  await cancel(order.id);
  expect(onlyError(await place(shop().ask, cart, key()))).toMatchObject({ code: 'WRONG_STATE', facts: { orderId: null } });
});

test('cancelling and paying at the same time leave one outcome', async () => {
  for (let turn = 0; turn < 8; turn++) {
    const { order } = await place(shop().ask, await cartOf('1'), key(), 'decline');
    const pay = { orderId: order.id, payment: { provider: 'sandbox', instrument: 'approve' }, idempotencyKey: key() };
    await Promise.all([shop().ask(payOrder, { input: pay }), cancel(order.id)]);
    const { state, payments } = await shop().ask(orderById, { id: order.id });
    expect(state).toBe('CANCELLED');
    expect(['FAILED', 'VOIDED', 'REFUNDED']).toContain(payments.at(-1).state);
  }
});
