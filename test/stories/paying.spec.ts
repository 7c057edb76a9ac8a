import { randomUUID } from 'node:crypto';
import { OrderSweep } from '#orders';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aShop } from '../support/plan.js';
import { capturePayment, orderById, payOrder } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const stock = { price: '10.00', stock: 10 };
const shop = usingShop(
  aShop({ things: { A: stock, B: stock, C: stock, D: stock, E: stock, F: stock, G: stock, H: stock, I: stock, J: stock } }),
);

let id: Record<string, string>;

beforeAll(async () => {
  const { nodes } = await shop().ask('{ products(first: 20) { nodes { variants { id sku } } } }');
  id = Object.fromEntries(nodes.map(({ variants: [variant] }: Json) => [variant.sku, variant.id]));
});

afterEach(() => expectBooksToBalance(shop().postgres.database));

const key = () => randomUUID();
const cartOf = (sku: string, quantity = '2') => aReadyCart(shop().ask, { lines: { [id[sku] ?? '']: quantity } });
const found = (orderId: string): Promise<Json> => shop().ask(orderById, { id: orderId });
const sweep = () => shop().app.get(OrderSweep, { strict: false }).sweep(0);

function pay(orderId: string, instrument: string, idempotencyKey = key()): Promise<Json> {
  return shop().ask(payOrder, { input: { orderId, payment: { provider: 'sandbox', instrument }, idempotencyKey } });
}

function capture(paymentId: string, headers = shop().staff): Promise<Json> {
  return shop().ask(capturePayment, { input: { paymentId, idempotencyKey: key() } }, headers);
}

async function select(query: string, values: readonly unknown[] = []): Promise<Json[]> {
  return (await shop().postgres.database.pool.query(query, [...values])).rows;
}

/** What is promised of a thing: pending and posted, in whole units. */
async function promised(sku: string): Promise<Json> {
  const [row] = await select(`select (pending / 1000)::int pending, (posted / 1000)::int posted from counter where id like $1`, [
    `stock:${id[sku] ?? ''}:%`,
  ]);
  return row;
}

/** The events of an order and of its payments, in the order they were told. */
async function told(orderId: string): Promise<string[]> {
  const rows = await select(
    `select type from outbox where aggregate_id = $1 or aggregate_id in (select id from payment where order_id = $1) order by id`,
    [orderId],
  );
  return rows.map(({ type }) => type);
}

/** Lets the time of an order run out, with what it holds. */
async function overdue(orderId: string): Promise<void> {
  await select(`update hold set expires_at = now() - interval '1 second' where owner = $1`, [orderId]);
  await select(`update orders set expires_at = now() - interval '1 second' where id = $1`, [orderId]);
}

test('a declined payment leaves the order waiting with its stock held, and another tender places it', async () => {
  const declined = await place(shop().ask, await cartOf('A'), key(), 'decline');
  const orderId = declined.order.id;
  expect(declined.order).toMatchObject({
    state: 'PENDING',
    placedAt: null,
    payments: [{ state: 'FAILED', failureCode: 'declined' }],
  });
  expect(onlyError(declined)).toMatchObject({
    code: 'PAYMENT_DECLINED',
    path: ['input', 'payment'],
    facts: { orderId, reason: 'declined' },
  });
  expect(await promised('A')).toEqual({ pending: 2, posted: 0 });
  expect(await told(orderId)).toEqual(['payment.failed']);

  const again = await pay(orderId, 'decline');
  expect(onlyError(again)).toMatchObject({ code: 'PAYMENT_DECLINED' });
  const paid = await pay(orderId, 'approve');
  expect(paid.userErrors).toEqual([]);
  expect(paid.order).toMatchObject({
    state: 'PLACED',
    payments: [{ state: 'FAILED' }, { state: 'FAILED' }, { state: 'CAPTURED' }],
  });
  expect(await promised('A')).toEqual({ pending: 0, posted: 2 });
  expect(await told(orderId)).toEqual(['payment.failed', 'payment.failed', 'payment.captured', 'order.placed']);

  const late = await pay(orderId, 'approve');
  expect(late.order).toBeNull();
  expect(onlyError(late)).toMatchObject({ code: 'WRONG_STATE', facts: { state: 'PLACED' } });
});

test('a replayed tender is answered as the first was', async () => {
  const { order } = await place(shop().ask, await cartOf('A', '1'), key(), 'decline');
  const same = key();
  const answers = await Promise.all([1, 2, 3].map(() => pay(order.id, 'approve', same)));
  expect(answers[0]).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
  expect((await found(order.id)).payments).toHaveLength(2);
  expect(await pay(order.id, 'approve', same)).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
});

test('two tenders at once: one is charged', async () => {
  const { order } = await place(shop().ask, await cartOf('B'), key(), 'decline');
  const answers = await Promise.all(Array.from({ length: 6 }, () => pay(order.id, 'approve')));
  expect(answers.filter((answer) => answer.userErrors.length === 0)).toHaveLength(1);
  for (const answer of answers.filter(({ userErrors }) => userErrors.length))
    expect(['WRONG_STATE', 'PAYMENT_PENDING']).toContain(onlyError(answer).code);
  expect((await found(order.id)).payments.map(({ state }: Json) => state)).toEqual(['FAILED', 'CAPTURED']);
});

test('while a payment is undecided no other is begun; it waits until its order expires', async () => {
  const pending = await place(shop().ask, await cartOf('C'), key(), 'pending');
  const orderId = pending.order.id;
  expect(onlyError(pending)).toMatchObject({ code: 'PAYMENT_PENDING', facts: { orderId, reason: null } });
  expect(pending.order).toMatchObject({ state: 'PENDING', payments: [{ state: 'PENDING' }] });
  expect(onlyError(await pay(orderId, 'approve'))).toMatchObject({
    code: 'PAYMENT_PENDING',
    facts: { paymentId: pending.order.payments[0].id },
  });
  expect(onlyError(await capture(pending.order.payments[0].id))).toMatchObject({
    code: 'WRONG_STATE',
    facts: { state: 'PENDING' },
  });
  await sweep();
  expect(await found(orderId)).toMatchObject({ state: 'PENDING', payments: [{ state: 'PENDING' }] });
  expect(await promised('C')).toEqual({ pending: 2, posted: 0 });

  await overdue(orderId);
  await sweep();
  expect(await found(orderId)).toMatchObject({
    state: 'CANCELLED',
    cancelReason: 'EXPIRED',
    placedAt: null,
    payments: [{ state: 'VOIDED' }],
  });
  expect(await promised('C')).toEqual({ pending: 0, posted: 0 });
  expect(await told(orderId)).toEqual(['order.cancelled', 'payment.voided']);
  expect(await select('select state from hold where owner = $1', [orderId])).toEqual([{ state: 'VOIDED' }]);
  expect(await select('select 1 from posting where order_id = $1', [orderId])).toEqual([]);
  expect(onlyError(await pay(orderId, 'approve'))).toMatchObject({ code: 'WRONG_STATE', facts: { state: 'CANCELLED' } });
});

test('a declined order that nobody pays expires', async () => {
  const { order } = await place(shop().ask, await cartOf('C'), key(), 'decline');
  await overdue(order.id);
  await sweep();
  expect(await found(order.id)).toMatchObject({ state: 'CANCELLED', cancelReason: 'EXPIRED', payments: [{ state: 'FAILED' }] });
  expect(await promised('C')).toEqual({ pending: 0, posted: 0 });
});

test('no answer is a state: the sweep asks again by the same key', async () => {
  const cart = await cartOf('D');
  const same = key();
  const unknown = await place(shop().ask, cart, same, 'timeout');
  expect(onlyError(unknown)).toMatchObject({ code: 'PAYMENT_PENDING' });
  expect(unknown.order).toMatchObject({ state: 'PENDING', payments: [{ state: 'UNKNOWN' }] });
  await sweep();
  expect(await found(unknown.order.id)).toMatchObject({ state: 'PLACED', payments: [{ state: 'CAPTURED' }] });
  expect(await promised('D')).toEqual({ pending: 0, posted: 2 });
  expect(await told(unknown.order.id)).toEqual(['payment.captured', 'order.placed']);
  expect(await place(shop().ask, cart, same, 'timeout')).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
});

test('the buyer who asks again with the same key need not wait for the sweep', async () => {
  const cart = await cartOf('D', '1');
  const same = key();
  await place(shop().ask, cart, same, 'timeout');
  expect(await place(shop().ask, cart, same, 'timeout')).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
});

test('no answer may turn out to be a no', async () => {
  const { order } = await place(shop().ask, await cartOf('E'), key(), 'timeout-declined');
  expect(order.payments).toMatchObject([{ state: 'UNKNOWN' }]);
  await sweep();
  expect(await found(order.id)).toMatchObject({ state: 'PENDING', payments: [{ state: 'FAILED', failureCode: 'declined' }] });
  expect(await pay(order.id, 'approve')).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
});

test('a payment that was never asked for, because the process died before it, is asked for by the sweep', async () => {
  const { order } = await place(shop().ask, await cartOf('E'), key(), 'timeout');
  await select(`update payment set state = 'PENDING' where order_id = $1`, [order.id]);
  await sweep();
  expect(await found(order.id)).toMatchObject({ state: 'PENDING', payments: [{ state: 'UNKNOWN' }] });
  await sweep();
  expect(await found(order.id)).toMatchObject({ state: 'PLACED', payments: [{ state: 'CAPTURED' }] });
});

describe('money that comes after the holds have expired', () => {
  /** Everything there is of a thing, waiting for a payment that does not answer, its time over. */
  async function lateOrder(sku: string, quantity = '10'): Promise<string> {
    const { order } = await place(shop().ask, await cartOf(sku, quantity), key(), 'timeout');
    await overdue(order.id);
    return order.id;
  }

  /** Somebody else takes from what has expired. */
  async function taken(sku: string, quantity: string): Promise<Json> {
    await select(`select * from hold_expire(100)`).then(() => undefined);
    // the outbox counts the versions of a stock counter: what SQL alone did here is told by hand
    await select(
      `select outbox_record('stock.changed', 'stock', c.id, c.version, 'test', null, 'test', '{}') from counter c where c.id like $1`,
      [`stock:${id[sku] ?? ''}:%`],
    );
    return place(shop().ask, await cartOf(sku, quantity), key());
  }

  test('claims anew', async () => {
    const orderId = await lateOrder('F');
    await sweep();
    expect(await found(orderId)).toMatchObject({ state: 'PLACED', payments: [{ state: 'CAPTURED' }] });
    expect(await promised('F')).toEqual({ pending: 0, posted: 10 });
    expect(await select('select state from hold where owner = $1 order by id', [orderId])).toEqual([
      { state: 'VOIDED' },
      { state: 'POSTED' },
    ]);
  });

  test('ends the order when nothing is left, and goes back', async () => {
    const orderId = await lateOrder('G');
    expect(await taken('G', '1')).toMatchObject({ order: { state: 'PLACED' } });
    await sweep();
    expect(await found(orderId)).toMatchObject({
      state: 'CANCELLED',
      cancelReason: 'NO_STOCK',
      payments: [{ state: 'REFUNDED' }],
    });
    expect(await promised('G')).toEqual({ pending: 0, posted: 1 });
    expect(await told(orderId)).toEqual(['payment.captured', 'order.cancelled', 'payment.refunded']);
    expect(
      await select('select account, sum(amount)::int amount from posting where order_id = $1 group by 1 order by 1', [orderId]),
    ).toEqual([
      { account: 'cash:sandbox', amount: 0 },
      { account: 'receivable', amount: 0 },
    ]);
  });

  test('is told to the buyer who comes back', async () => {
    const cart = await cartOf('H', '10');
    const same = key();
    const { order } = await place(shop().ask, cart, same, 'timeout');
    await overdue(order.id);
    await taken('H', '4');
    const late = await place(shop().ask, cart, same, 'timeout');
    expect(late.order).toMatchObject({ state: 'CANCELLED', cancelReason: 'NO_STOCK', payments: [{ state: 'REFUNDED' }] });
    expect(onlyError(late)).toMatchObject({ code: 'OUT_OF_STOCK', facts: { orderId: order.id, reason: 'NO_STOCK' } });
  });
});

test('what is paid outside of the system is authorised, and captured by staff', async () => {
  const { order, userErrors } = await place(shop().ask, await cartOf('I'), key(), 'cash', 'manual');
  expect(userErrors).toEqual([]);
  expect(order).toMatchObject({ state: 'PLACED', payments: [{ state: 'AUTHORIZED' }] });
  const [{ id: paymentId }] = order.payments;
  const guest = await shop().gql(capturePayment, { input: { paymentId, idempotencyKey: key() } });
  expect([guest.data?.capturePayment?.order ?? null, guest.errors?.[0]?.extensions?.code]).toEqual([null, 'UNAUTHENTICATED']);
  expect(await told(order.id)).toEqual(['payment.authorized', 'order.placed']);

  const input = { paymentId, idempotencyKey: key() };
  const answers = await Promise.all([1, 2].map(() => shop().ask(capturePayment, { input }, shop().staff)));
  for (const answer of answers) expect(answer).toMatchObject({ order: { payments: [{ state: 'CAPTURED' }] }, userErrors: [] });
  expect(await told(order.id)).toEqual(['payment.authorized', 'order.placed', 'payment.captured']);
  expect(onlyError(await capture(paymentId))).toMatchObject({
    code: 'WRONG_STATE',
    path: ['input', 'paymentId'],
    facts: { state: 'CAPTURED' },
  });
  expect(onlyError(await capture('pay_x'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(
    await select(
      `select account, sum(amount)::int amount from posting where order_id = $1 and account ~ 'cash|receivable' group by 1 order by 1`,
      [order.id],
    ),
  ).toEqual([
    { account: 'cash:manual', amount: 2000 },
    { account: 'receivable', amount: 0 },
  ]);
});

test('several sweeps at once do everything once', async () => {
  const orders = await Promise.all(
    ['timeout', 'timeout', 'pending', 'decline'].map(
      async (instrument) => (await place(shop().ask, await cartOf('J', '1'), key(), instrument)).order,
    ),
  );
  for (const { id: orderId } of orders.slice(2)) await overdue(orderId);
  await Promise.all([sweep(), sweep(), sweep()]);
  expect(await Promise.all(orders.map(async ({ id: orderId }) => (await found(orderId)).state))).toEqual([
    'PLACED',
    'PLACED',
    'CANCELLED',
    'CANCELLED',
  ]);
  expect(await promised('J')).toEqual({ pending: 0, posted: 2 });
});

test('an order is paid by the means of the channel that sold it, whichever channel the request names', async () => {
  const { ask, staff } = shop();
  const [{ legalEntityId, locationIds }] = await ask('{ channels { legalEntityId locationIds } }', {}, staff);
  const input = {
    code: 'desk',
    name: 'Desk',
    kind: 'CALL_CENTRE',
    legalEntityId,
    locationIds,
    currencies: ['EUR'],
    locales: ['en'],
    country: 'DE',
  };
  const opened = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } userErrors { code } } }';
  expect((await ask(opened, { input: { ...input, paymentProviders: [] } }, staff)).userErrors).toEqual([]);
  const { order } = await place(ask, await cartOf('A', '1'), key(), 'decline');
  const paid = await ask(
    payOrder,
    { input: { orderId: order.id, payment: { provider: 'sandbox', instrument: 'approve' }, idempotencyKey: key() } },
    { 'x-channel': 'desk' },
  );
  expect(paid).toMatchObject({ order: { state: 'PLACED' }, userErrors: [] });
});

test('a token to pay with has a sensible length', async () => {
  const refused = await place(shop().ask, await cartOf('B', '1'), key(), 'x'.repeat(501));
  expect(onlyError(refused)).toMatchObject({ code: 'INVALID', path: ['input', 'payment', 'instrument'], facts: { max: '500' } });
});
