import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import {
  ago,
  anotherTill,
  aSale,
  aStore,
  exceptions,
  factsOf,
  keptOfSales,
  openTill,
  orderWithReceipt,
  resolveException,
  type TestTill,
} from '../support/tills.js';

const shop = usingShop(
  aShop({
    things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 }, RARE: { price: '30.00', stock: 2 } },
    codes: [
      { code: 'FEW', percent: '10', usageLimit: 2 },
      { code: 'OVER', percent: '10', usageLimit: 100 },
    ],
  }),
);
let sku: Record<string, string>;
let store: { channelId: string; locationId: string };
let till: TestTill;
let next = 1;

beforeAll(async () => {
  sku = await variantsBySku(shop());
  store = await aStore(shop());
  till = await anotherTill(shop(), store, ['SELL', 'RESOLVE_EXCEPTIONS']);
});
afterEach(() => expectBooksToBalance(shop().postgres.database));

const plain = { sku: 'A', units: 1, cents: 1000 } as const;
const listed = async (variables: object = {}) => (await shop().ask(exceptions, variables, shop().staff)).nodes as Json[];
const sold = async (lines: Parameters<typeof aSale>[1], more: object = {}): Promise<Json> => {
  const [sale] = await till.recorded([aSale(next, lines, more)]);
  next += 1;
  return sale;
};
const ageless = (nodes: readonly Json[]) => nodes.map(({ ageSeconds: _age, ...rest }) => rest);
const oddOf = ({ exceptions: odd }: Json) => odd.map(({ kind, facts }: Json) => [kind, factsOf(facts)]);

test('another price or tax than the shop’s is recorded as charged, and told', async () => {
  const sale = await sold([
    { ...plain, cents: 900 },
    { sku: 'B', units: 2, cents: 2000 },
  ]);
  expect(oddOf(sale)).toEqual([['PRICE_VARIANCE', { lines: '1', charged: '9.00', expected: '10.00', currency: 'EUR' }]]);
  const order = await shop().ask(orderWithReceipt, { id: sale.orderId });
  expect(order.totals.total.amount).toBe('49.00');
  const [line] = aSale(1, [plain]).lines;
  const untaxed = await sold([plain], { lines: [{ ...line, tax: '0.65' }], totals: { tax: '0.65', total: '10.00' } });
  expect(oddOf(untaxed)).toEqual([['TAX_VARIANCE', { lines: '1', charged: '0.65', expected: '1.60', currency: 'EUR' }]]);
});

test('what nobody knows and what is not for sale stands as it was reported', async () => {
  const { done } = staffOf(shop());
  const unknown = await sold([
    plain,
    { gtin: '4006381333931', text: 'Pencil', units: 1, cents: 150 },
    { sku: 'NONE', units: 1, cents: 100 },
    { variantId: 'var_nonsense', text: 'Bag', units: 1, cents: 20 },
    { text: 'Repair', units: 1, cents: 500 },
  ]);
  expect(oddOf(unknown)).toEqual([['UNKNOWN_VARIANT', { lines: '2 3 4 5' }]]);
  const { lines } = await shop().ask(orderWithReceipt, { id: unknown.orderId });
  expect(lines.map(({ variantId, name, sku: code, variant }: Json) => [variantId, name, code, variant])).toEqual([
    [sku['A'], 'A', 'A', { id: sku['A'] }],
    [null, 'Pencil', null, null],
    [null, 'NONE', 'NONE', null],
    [null, 'Bag', null, null],
    [null, 'Repair', null, null],
  ]);
  await done('setPrices', { prices: [{ list: 'eur', variantId: sku['B'], tiers: [] }] });
  expect(oddOf(await sold([{ sku: 'B', units: 1, cents: 2000 }]))).toEqual([['NOT_FOR_SALE', { lines: '1' }]]);
  await done('setPrices', { prices: [{ list: 'eur', variantId: sku['B'], tiers: [{ amount: '20.00' }] }] });
});

test('a receipt that does not add up, and money of another country, are facts too', async () => {
  const wrong = await sold([plain], { totals: { tax: '1.60', total: '11.00' }, tenders: [{ kind: 'CASH', amount: '11.00' }] });
  expect(oddOf(wrong)).toEqual([
    ['TOTALS_DIFFER', { total: '11.00', tax: '1.60', linesTotal: '10.00', linesTax: '1.60' }],
    ['TENDER_DIFFERENCE', { paid: '11.00', total: '10.00' }],
  ]);
  const yen = await sold([], {
    currency: 'JPY',
    lines: [{ sku: 'A', quantity: '1', unitPrice: '1500', tax: '239' }],
    tenders: [{ kind: 'CASH', amount: '1500' }],
    totals: { tax: '239', total: '1500' },
  });
  expect(oddOf(yen)).toEqual([['FOREIGN_CURRENCY', { currency: 'JPY' }]]);
  expect((await shop().ask(orderWithReceipt, { id: yen.orderId })).totals.total).toEqual({ amount: '1500', currency: 'JPY' });
});

test('a code is used beyond its limit by facts alone; unknown and closed ones are told', async () => {
  const { done } = staffOf(shop());
  const used = (code: string) => ({ promotions: [{ code, amount: '1.00' }] });
  const reduced = { ...plain, off: 100 };
  expect(oddOf(await sold([reduced], used('few')))).toEqual([]);
  expect(oddOf(await sold([reduced], used('FEW')))).toEqual([]);
  const third = await sold([reduced], used('FEW'));
  const [{ id }] = (
    await shop().postgres.database.pool.query<{ id: string }>(`select promotion_id id from promotion_code where code = 'FEW'`)
  ).rows as [{ id: string }];
  expect(oddOf(third)).toEqual([['LIMIT_EXCEEDED', { promotions: id }]]);
  const { rows } = await shop().postgres.database.pool.query(
    'select capacity::int, posted::int, excess::int from counter where id = $1',
    [`promotion:${id}`],
  );
  expect(rows).toEqual([{ capacity: 2000, posted: 3000, excess: 1000 }]);
  // nobody who asks gets one any more
  const cart = await aReadyCart((query, variables) => shop().ask(query, variables), {
    lines: { [String(sku['A'])]: '1' },
    code: 'FEW',
  });
  expect(onlyError(await place((query, variables) => shop().ask(query, variables), cart, 'beyond')).code).toBe('LIMIT_REACHED');

  expect(oddOf(await sold([reduced], used('NOBODY')))).toEqual([
    ['PRICE_VARIANCE', { lines: '1', charged: '9.00', expected: '10.00', currency: 'EUR' }],
    ['CODE_UNKNOWN', { codes: 'NOBODY' }],
  ]);
  const { nodes } = await shop().ask('{ promotions(first: 10) { nodes { id code version } } }', {}, shop().staff);
  const over = nodes.find(({ code }: Json) => code === 'OVER');
  const open = ago(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  // who is alone cannot know that it has been over for an hour
  await done('updatePromotion', { id: over.id, validTo: ago(3600) });
  expect(oddOf(await sold([reduced], { ...used('OVER'), soldAt: open }))).toEqual([]);
  expect(oddOf(await sold([reduced], { ...used('OVER'), soldAt: ago(0) }))).toEqual([
    ['PRICE_VARIANCE', { lines: '1', charged: '9.00', expected: '10.00', currency: 'EUR' }],
    ['PROMOTION_CLOSED', { promotions: over.id }],
  ]);
});

test('goods that were promised or not there leave all the same: the web stops at nothing, the store is told', async () => {
  const ask = (query: string, variables?: object) => shop().ask(query, variables);
  const rare = String(sku['RARE']);
  const cart = await aReadyCart(ask, { lines: { [rare]: '1' } });
  expect((await place(ask, cart, 'rare')).order.state).toBe('PLACED');
  const late = await aCartWith(shop(), { [rare]: '1' });
  const sale = await sold([
    { sku: 'RARE', units: 3, cents: 3000 },
    { sku: 'RARE', units: 1, cents: 3000 },
  ]);
  expect(oddOf(sale)).toEqual([]);
  const [raised, ...more] = await listed({ kind: 'STOCK' });
  expect(more).toEqual([]);
  expect(raised).toMatchObject({ locationId: store.locationId, variantId: rare, saleId: null });
  expect(factsOf(raised.facts)).toEqual({ excess: '3', reason: 'OFFLINE_SALE', reference: sale.orderId });
  const { rows } = await shop().postgres.database.pool.query(
    `select l.on_hand::int, c.capacity::int, c.posted::int, c.excess::int from stock_level l
     join counter c on c.id = 'stock:' || l.variant_id || ':' || l.location_id where l.variant_id = $1`,
    [rare],
  );
  expect(rows).toEqual([{ on_hand: -2000, capacity: -2000, posted: 1000, excess: 3000 }]);
  const seen = await ask('query ($id: ID!) { cart(id: $id) { lines { available } problems { code } } }', { id: late.id });
  expect(seen).toEqual({ lines: [{ available: '0' }], problems: [{ code: 'OUT_OF_STOCK' }] });
});

test('a card above the floor limit and a clock that is wrong are told', async () => {
  const { done } = staffOf(shop());
  await done('setFloorLimit', { channelId: store.channelId, currency: 'EUR', amount: '25.00' }, 'floorLimit { amount }');
  expect((await shop().ask(openTill, { input: {} }, till.headers)).till.floorLimit).toEqual({ amount: '25.00', currency: 'EUR' });
  const card = (amount: string) => ({ tenders: [{ kind: 'CARD', amount, reference: 'T1' }] });
  expect(oddOf(await sold([{ ...plain, units: 2 }], card('20.00')))).toEqual([]);
  expect(oddOf(await sold([{ ...plain, units: 3 }], card('30.00')))).toEqual([
    ['FLOOR_LIMIT', { charged: '30.00', limit: '25.00', currency: 'EUR' }],
  ]);
  // its clock is an hour ahead, and it knew
  const corrected = aSale(next, [plain], { soldAt: ago(-3540), clockOffsetSeconds: -3600 });
  const { results, userErrors } = await till.push([corrected], { deviceTime: ago(-3600) });
  next += 1;
  expect(userErrors).toEqual([]);
  expect(oddOf(results[0].sale)).toEqual([['CLOCK_SKEW', { seconds: expect.stringMatching(/^3(599|600)$/) }]]);
  expect(Math.abs(Date.parse(results[0].sale.soldAt) - Date.now() + 60_000)).toBeLessThan(5000);
  const ahead = await sold([plain], { soldAt: ago(-86_400) });
  expect(oddOf(ahead)).toEqual([['CLOCK_SKEW', { seconds: expect.stringMatching(/^86(399|400)$/) }]]);
  // a clock that began anew when its battery was empty
  const reset = await sold([plain], { soldAt: '2000-01-01T00:10:00Z' });
  expect(oddOf(reset)).toEqual([['CLOCK_SKEW', { seconds: expect.stringMatching(/^-\d{9}$/) }]]);
  expect((await shop().ask(openTill, { input: { deviceTime: '9999-12-31T23:59:59Z' } }, till.headers)).clockSkewSeconds).toBe(
    2_147_483_647,
  );
  const order = await shop().ask(orderWithReceipt, { id: ahead.orderId });
  expect(Date.parse(order.placedAt)).toBeLessThanOrEqual(Date.now());
});

test('what cannot be read is refused by its field, the others are recorded, and nothing is kept of it', async () => {
  const good = aSale(next, [plain]);
  const before = await keptOfSales(shop());
  const line = good.lines[0];
  const bad: readonly (readonly [object, readonly string[]])[] = [
    [{ sequence: -1 }, ['sequence']],
    [{ sequence: 0 }, ['sequence']],
    [{ saleId: ' ' }, ['saleId']],
    [{ soldAt: 'yesterday' }, ['soldAt']],
    [{ soldAt: '2026-02-30T10:00:00Z' }, ['soldAt']],
    [{ soldAt: '0000-01-01T00:00:00Z' }, ['soldAt']],
    [{ soldAt: '9999-12-29T00:00:00Z', clockOffsetSeconds: 2_147_483_647 }, ['clockOffsetSeconds']],
    [{ soldAt: '0001-02-01T00:00:00Z', clockOffsetSeconds: -2_147_483_648 }, ['clockOffsetSeconds']],
    [{ currency: 'EURO' }, ['currency']],
    [{ lines: [] }, ['lines']],
    [{ totals: null }, ['totals']],
    [{ totals: { tax: '1e2', total: '10.00' } }, ['totals', 'tax']],
    [{ unreadable: 'and yet it has lines' }, ['totals']],
    [{ lines: [{ ...line, quantity: '0' }] }, ['lines', '0', 'quantity']],
    [{ lines: [{ ...line, quantity: '-1' }] }, ['lines', '0', 'quantity']],
    [{ lines: [{ ...line, quantity: '1000000000.001', unitPrice: '0' }] }, ['lines', '0', 'quantity']],
    [{ lines: [line, { ...line, unitPrice: '1,00' }] }, ['lines', '1', 'unitPrice']],
    [{ lines: [{ ...line, discount: '10.01' }] }, ['lines', '0', 'discount']],
    [{ lines: [{ ...line, quantity: '999999999999999', unitPrice: '999999999999' }] }, ['lines', '0', 'quantity']],
    [{ lines: [{ ...line, gtin: '4006381333931' }] }, ['lines', '0']],
    [{ lines: [{ quantity: '1', unitPrice: '1', tax: '0' }] }, ['lines', '0']],
    [{ tenders: [{ kind: 'CASH', amount: '-1.00' }] }, ['tenders', '0', 'amount']],
    [{ promotions: [{ amount: '1.00' }] }, ['promotions', '0']],
  ];
  for (const [more, path] of bad) {
    const answer = await till.push([{ ...good, ...more }]);
    expect(answer).toMatchObject({
      results: [{ outcome: 'REFUSED', sale: null }],
      nextSequence: next,
      userErrors: [{ code: 'INVALID', path: ['input', 'sales', '0', ...path] }],
    });
    expect(answer.userErrors).toHaveLength(1);
  }
  expect(onlyError(await till.push([]))).toMatchObject({ code: 'INVALID', path: ['input', 'sales'] });
  expect(await keptOfSales(shop())).toEqual(before);

  const second = { ...aSale(next + 1, [plain]), currency: 'XX' };
  const third = aSale(next + 2, [plain]);
  expect(await till.push([good, second, third])).toMatchObject({
    results: [{ outcome: 'RECORDED' }, { outcome: 'REFUSED' }, { outcome: 'WAITS' }],
    nextSequence: next + 1,
    userErrors: [
      { code: 'INVALID', path: ['input', 'sales', '1', 'currency'] },
      { code: 'OPERATION_GAP', path: ['input', 'sales', '2', 'sequence'] },
    ],
  });
  await till.recorded([{ ...second, currency: 'EUR' }, third]);
  next += 3;
  const kept = await keptOfSales(shop());
  expect(await till.push([{ ...good, currency: 'USD' }])).toMatchObject({
    results: [{ outcome: 'REFUSED', sale: null }],
    userErrors: [{ code: 'KEY_REUSED', path: ['input', 'sales', '0', 'saleId'] }],
  });
  expect(await keptOfSales(shop())).toEqual(kept);
});

test('the store looks at its exceptions and says what was decided, once', async () => {
  const all = await listed();
  expect(all.length).toBeGreaterThan(10);
  expect(all.every(({ locationId, ageSeconds }) => locationId === store.locationId && ageSeconds >= 0)).toBe(true);
  expect(ageless((await shop().ask(exceptions, {}, till.headers)).nodes)).toEqual(ageless(all));
  const page = await shop().ask(exceptions, { first: 3 }, shop().staff);
  const rest = await shop().ask(exceptions, { after: page.pageInfo.endCursor }, shop().staff);
  expect(ageless([...page.nodes, ...rest.nodes])).toEqual(ageless(all));
  const [one] = await listed({ kind: 'FLOOR_LIMIT' });
  expect(one.facts).toHaveLength(3);

  const far = await staffOf(shop()).done(
    'createLocation',
    { code: 'far', name: 'Far', legalEntityId: (await shop().ask('{ legalEntities { id } }', {}, shop().staff))[0].id },
    'location { id }',
  );
  const other = await anotherTill(shop(), { ...store, locationId: far.location.id }, ['SELL', 'RESOLVE_EXCEPTIONS']);
  const seller = await anotherTill(shop(), store);
  const resolve = (headers: object, resolution: string) =>
    shop().ask(resolveException, { input: { id: one.id, resolution } }, headers as Record<string, string>);
  await expect(resolve(seller.headers, 'x')).rejects.toThrow('FORBIDDEN');
  expect(onlyError(await resolve(other.headers, 'x'))).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'id'] });
  expect(onlyError(await resolve(till.headers, ' '))).toMatchObject({ code: 'INVALID', path: ['input', 'resolution'] });
  expect((await resolve(till.headers, 'the bank has paid')).exception).toMatchObject({
    id: one.id,
    resolvedBy: `device:${till.deviceId}`,
    resolution: 'the bank has paid',
  });
  expect(onlyError(await resolve(shop().staff, 'again'))).toMatchObject({ code: 'WRONG_STATE', path: ['input', 'id'] });
  const { rows: told } = await shop().postgres.database.pool.query(
    `select actor, payload from outbox where type = 'exception.resolved'`,
  );
  const { locationId } = store;
  const about = { locationId, variantId: null, saleId: one.saleId, orderId: null };
  const payload = { exceptionId: one.id, kind: 'FLOOR_LIMIT', ...about };
  expect(told).toEqual([{ actor: `device:${till.deviceId}`, payload }]);
  expect(await listed({ kind: 'FLOOR_LIMIT' })).toEqual([]);
  expect(await listed({ state: 'RESOLVED' })).toMatchObject([{ id: one.id, resolution: 'the bank has paid' }]);
});
