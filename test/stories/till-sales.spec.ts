import type { Json } from '../support/api.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { expectBooksToBalance } from '../support/books.js';
import { aShop } from '../support/plan.js';
import { cancelOrder } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import {
  ago,
  anotherTill,
  aSale,
  aStore,
  exceptions,
  keptOfSales,
  openTill,
  orderWithReceipt,
  tillSale,
  type TestTill,
} from '../support/tills.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 } } }));
let sku: Record<string, string>;
let store: { channelId: string; locationId: string };

beforeAll(async () => {
  sku = await variantsBySku(shop());
  store = await aStore(shop());
});
afterEach(() => expectBooksToBalance(shop().postgres.database));

const aTill = (): Promise<TestTill> => anotherTill(shop(), store);
const rows = async (text: string, values: readonly unknown[] = []) =>
  (await shop().postgres.database.pool.query<Record<string, unknown>>(text, [...values])).rows;
const onHand = async (variantId: string | undefined) =>
  (await rows('select on_hand::int from stock_level where variant_id = $1', [variantId]))[0]?.['on_hand'];

test('a till gets its number once, and learns what time it is and where its numbers stand', async () => {
  const till = await aTill();
  const ask = (deviceTime: string) => shop().ask(openTill, { input: { deviceTime } }, till.headers);
  const first = await ask(ago(0));
  expect(first).toMatchObject({ clockSkewSeconds: 0, till: { locationId: till.locationId, nextSequence: 1, floorLimit: null } });
  expect((await ask(ago(90))).clockSkewSeconds).toBe(-90);
  expect((await ask(ago(0))).till.number).toBe(first.till.number);
  expect(Math.abs(Date.parse(first.till.serverTime) - Date.now())).toBeLessThan(5000);
  const other = await shop().ask(openTill, { input: {} }, (await aTill()).headers);
  expect(other.till.number).not.toBe(first.till.number);
  const refused = { till: null, userErrors: [{ code: 'FORBIDDEN' }] };
  expect(await shop().ask(openTill, { input: {} }, shop().staff)).toMatchObject(refused);
});

test('a sale becomes a placed and paid order, its goods leave the store, and nothing is odd about it', async () => {
  const till = await aTill();
  const before = [await onHand(sku['A']), await onHand(sku['B'])].map(Number);
  const soldAt = ago(3600);
  const sent = aSale(
    1,
    [
      { sku: 'A', units: 2, cents: 1000 },
      { variantId: sku['B'], units: 1, cents: 2000 },
    ],
    { soldAt },
  );
  const [sale] = await till.recorded([sent]);
  expect(sale).toMatchObject({ saleId: 'sale-1', sequence: 1, soldAt, deviceTime: soldAt, exceptions: [], unreadable: null });
  const order = await shop().ask(orderWithReceipt, { id: sale.orderId }, till.headers);
  expect(order).toMatchObject({
    number: sale.orderNumber,
    state: 'PLACED',
    cartId: null,
    receiptNumber: sale.receiptNumber,
    placedAt: soldAt,
    lines: [
      {
        variantId: sku['A'],
        name: 'A',
        quantity: '2',
        amount: { amount: '20.00' },
        tax: { amount: '3.19' },
        total: { amount: '20.00' },
      },
      {
        variantId: sku['B'],
        name: 'B',
        quantity: '1',
        amount: { amount: '20.00' },
        tax: { amount: '3.19' },
        total: { amount: '20.00' },
      },
    ],
    taxes: [{ percent: '19', base: { amount: '33.62' }, amount: { amount: '6.38' } }],
    totals: { net: { amount: '33.62' }, tax: { amount: '6.38' }, total: { amount: '40.00', currency: 'EUR' } },
    payments: [{ provider: 'till-cash', state: 'CAPTURED', amount: { amount: '40.00' } }],
  });
  expect([await onHand(sku['A']), await onHand(sku['B'])]).toEqual([Number(before[0]) - 2000, Number(before[1]) - 1000]);
  expect(
    await rows('select variant_id, delta::int, reason from stock_movement where reference = $1 order by delta', [sale.orderId]),
  ).toEqual([
    { variant_id: sku['A'], delta: -2000, reason: 'OFFLINE_SALE' },
    { variant_id: sku['B'], delta: -1000, reason: 'OFFLINE_SALE' },
  ]);
  expect(
    await rows(
      `select type, payload->>'receiptNumber' receipt, jsonb_array_length(payload->'exceptions') odd from outbox
       where aggregate_id = any(array[$1, $2]::text[]) order by type`,
      [sale.id, sale.orderId],
    ),
  ).toEqual([
    { type: 'order.placed', receipt: null, odd: null },
    { type: 'sale.recorded', receipt: sale.receiptNumber, odd: 0 },
  ]);
  expect(await shop().ask(tillSale, { receiptNumber: sale.receiptNumber }, till.headers)).toEqual(sale);
  expect(await shop().ask(tillSale, { receiptNumber: '999-1' }, till.headers)).toBeNull();
});

test('a mixed tender pays in parts, a difference stands in the books, and the buyer owes nothing', async () => {
  const till = await aTill();
  const tenders = [
    { kind: 'CASH', amount: '10.02' },
    { kind: 'CARD', amount: '10.00', reference: 'terminal 7, card 4111 1111 1111 1111' },
  ];
  const [sale] = await till.recorded([aSale(1, [{ sku: 'B', units: 1, cents: 2000 }], { tenders })]);
  expect(sale.exceptions).toEqual([
    {
      kind: 'TENDER_DIFFERENCE',
      facts: [
        { name: 'paid', value: '20.02' },
        { name: 'total', value: '20.00' },
      ],
    },
  ]);
  expect(
    await rows('select account, sum(amount)::int amount from posting where order_id = $1 group by account order by account', [
      sale.orderId,
    ]),
  ).toEqual([
    { account: 'cash:till-card', amount: 1000 },
    { account: 'cash:till-cash', amount: 1002 },
    { account: 'receivable', amount: 0 },
    { account: 'sales', amount: -1681 },
    { account: 'tax', amount: -319 },
    { account: 'till_differences', amount: -2 },
  ]);
  const kept = await rows(
    `select (select string_agg(provider_reference, ' ' order by part) from payment where order_id = s.order_id) reference,
       s.receipt::text from till_sale s where id = $1`,
    [sale.id],
  );
  expect(kept[0]?.['reference']).toMatch(/terminal 7, card …1111$/);
  expect(JSON.stringify(kept)).not.toContain('4111');
});

test('a buyer’s word for money in a drawer is not taken, even where a channel offers it', async () => {
  const { ask, staff } = shop();
  const channels = await ask('{ channels { id code paymentProviders version } }', {}, staff);
  const { id, paymentProviders, version } = channels.find(({ code }: Json) => code !== 'store');
  const offers = { id, expectedVersion: version, paymentProviders: [...paymentProviders, 'till-cash', 'till-card'] };
  await staffOf(shop()).done('updateChannel', offers);
  const cart = await aReadyCart(ask, { lines: { [String(sku['A'])]: '1' } });
  const before = await keptOfSales(shop());
  for (const provider of ['till-cash', 'till-card'])
    expect(onlyError(await place(ask, cart, provider, 'approve', provider))).toMatchObject({
      code: 'NOT_APPLICABLE',
      path: ['input', 'payment', 'provider'],
    });
  expect(await keptOfSales(shop())).toEqual(before);
});

test('what a till has handed over is not called off', async () => {
  const till = await aTill();
  const [sale] = await till.recorded([aSale(1, [{ sku: 'A', units: 1, cents: 1000 }])]);
  const before = await keptOfSales(shop());
  const input = { orderId: sale.orderId, idempotencyKey: sale.orderId };
  expect(await shop().ask(cancelOrder, { input }, shop().staff)).toMatchObject({
    order: null,
    userErrors: [{ code: 'WRONG_STATE', path: ['input', 'orderId'] }],
  });
  expect(await keptOfSales(shop())).toEqual(before);
});

test('the same sale again is the same sale, whatever the till has learnt of the time meanwhile', async () => {
  const till = await aTill();
  const sales = [1, 2, 3].map((sequence) => aSale(sequence, [{ sku: 'A', units: 1, cents: 1000 }]));
  const first = await till.recorded(sales);
  const before = await keptOfSales(shop());
  expect(await till.recorded(sales)).toEqual(first);
  expect(await till.recorded(sales.map((sale) => ({ ...sale, clockOffsetSeconds: 7 })))).toEqual(first);
  expect(await keptOfSales(shop())).toEqual(before);
  // a batch that was cut, sent again with what came meanwhile
  const more = await till.recorded([...sales.slice(1), aSale(4, [{ sku: 'B', units: 1, cents: 2000 }])]);
  expect(more.slice(0, 2)).toEqual(first.slice(1));
  expect(more[2]).toMatchObject({ sequence: 4 });
  expect((await rows('select count(*)::int n from till_sale where device_id = $1', [till.deviceId]))[0]).toEqual({ n: 4 });
});

test('what follows a missing number waits, what was before it is recorded, and a lost one has a way out', async () => {
  const till = await aTill();
  const [one, two, three, four] = [1, 2, 3, 4].map((sequence) => aSale(sequence, [{ sku: 'A', units: 1, cents: 1000 }]));
  const cut = await till.push([four, one, three]);
  expect(cut).toMatchObject({
    nextSequence: 2,
    results: [{ outcome: 'WAITS', sale: null }, { outcome: 'RECORDED' }, { outcome: 'WAITS', sale: null }],
    userErrors: [
      {
        code: 'OPERATION_GAP',
        path: ['input', 'sales', '2', 'sequence'],
        facts: [
          { name: 'expected', value: '2' },
          { name: 'got', value: '3' },
        ],
      },
    ],
  });
  const lost = {
    saleId: 'lost-2',
    sequence: 2,
    soldAt: ago(10),
    unreadable: 'disk error; drawer says about 10.00 4111111111111111',
  };
  const [blank, ...others] = await till.recorded([lost, three, four]);
  expect(blank).toMatchObject({ orderId: null, orderNumber: null, unreadable: 'disk error; drawer says about 10.00 …1111' });
  expect(blank.exceptions).toEqual([{ kind: 'UNREADABLE', facts: [] }]);
  expect(others.map(({ sequence }) => sequence)).toEqual([3, 4]);
  // found again: its number stands for what was known, so it is told another
  expect(await till.push([two])).toMatchObject({
    nextSequence: 5,
    results: [{ outcome: 'REFUSED', sale: null }],
    userErrors: [{ code: 'ALREADY_EXISTS', path: ['input', 'sales', '0', 'sequence'] }],
  });
  expect(await till.recorded([{ ...two, sequence: 5 }])).toMatchObject([{ saleId: 'sale-2', sequence: 5 }]);
});

test('a till that was never opened is not refused, and tills do not see each other', async () => {
  const [one, other] = [await aTill(), await aTill()];
  const sale = aSale(1, [{ sku: 'A', units: 1, cents: 1000 }]);
  const [mine] = await one.recorded([sale]);
  const [theirs] = await other.recorded([sale]);
  expect(mine.receiptNumber).not.toBe(theirs.receiptNumber);
  expect(mine.orderId).not.toBe(theirs.orderId);
  const elsewhere = await shop().ask(
    `mutation ($input: CreateLocationInput!) { createLocation(input: $input) { location { id } userErrors { message } } }`,
    {
      input: { code: 'far', name: 'Far', legalEntityId: (await shop().ask('{ legalEntities { id } }', {}, shop().staff))[0].id },
    },
    shop().staff,
  );
  const far = await anotherTill(shop(), { ...store, locationId: elsewhere.location.id }, ['SELL', 'RESOLVE_EXCEPTIONS']);
  expect(await shop().ask(tillSale, { receiptNumber: mine.receiptNumber }, far.headers)).toBeNull();
  expect((await shop().ask(exceptions, { locationId: store.locationId }, far.headers)).nodes).toEqual([]);
  expect((await shop().ask(tillSale, { receiptNumber: mine.receiptNumber }, shop().staff)).id).toBe(mine.id);
});
