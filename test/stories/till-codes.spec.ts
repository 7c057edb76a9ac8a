import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { applyCartCode } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { anotherTill, aSale, aStore, exceptions, factsOf, type TestTill } from '../support/tills.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 } } }));
let sku: Record<string, string>;
let store: { channelId: string; locationId: string };
let codes: string[];

beforeAll(async () => {
  sku = await variantsBySku(shop());
  store = await aStore(shop());
  const { done } = staffOf(shop());
  const action = { type: 'percent_off_order', percent: '10' };
  const { promotion } = await done('createPromotion', { name: 'Letter', action, active: true }, 'promotion { id }');
  const input = { promotionId: promotion.id, count: 5, idempotencyKey: 'letters' };
  codes = String((await done('generatePromotionCodes', input, 'codes')).codes).split('\n');
});
afterEach(() => expectBooksToBalance(shop().postgres.database));

const aTill = (): Promise<TestTill> => anotherTill(shop(), store);
const reduced = { sku: 'A', units: 1, cents: 1000, off: 100 } as const;
const withCodes = (sequence: number, ...used: (string | undefined)[]) =>
  aSale(sequence, [reduced], { promotions: used.map((code) => ({ code, amount: '1.00' })) });
const oddOf = ({ exceptions: odd }: Json) => odd.map(({ kind, facts }: Json) => [kind, factsOf(facts)]);
const owners = async () =>
  (await shop().postgres.database.pool.query<{ used_by: string }>('select used_by from promotion_code where used_by is not null'))
    .rows;

test('a code that counts once is used up when the sale arrives, and the second who took it is told of', async () => {
  const [code = ''] = codes;
  const [first, second] = [await aTill(), await aTill()];
  const [sale] = await first.recorded([withCodes(1, code)]);
  expect(oddOf(sale)).toEqual([]);
  expect(await owners()).toEqual([{ used_by: sale.orderId }]);
  const cart = await aCartWith(shop(), { [sku['A'] ?? '']: '1' });
  const { code: refused, facts } = onlyError(await shop().ask(applyCartCode, { input: { cartId: cart.id, code } }));
  expect([refused, facts['reason']]).toEqual(['NOT_APPLICABLE', 'USED']);

  const sent = withCodes(1, code.toLowerCase());
  const [late] = await second.recorded([sent]);
  expect(oddOf(late)).toEqual([['CODE_USED', { codes: code }]]);
  expect(late.orderId).toMatch(/^ord_/);
  expect(await owners()).toEqual([{ used_by: sale.orderId }]);
  const repeated = await second.push([sent]);
  expect(repeated.results[0].sale.exceptions).toHaveLength(1);
});

test('of two sales of one push the first has it, and an order of the web before both', async () => {
  const [, once = '', ordered = ''] = codes;
  const till = await aTill();
  const [first, second] = await till.recorded([withCodes(1, once), withCodes(2, once)]);
  expect([first, second].map(oddOf)).toEqual([[], [['CODE_USED', { codes: once }]]]);
  const cart = await aReadyCart(shop().ask, { lines: { [sku['A'] ?? '']: '1' }, code: ordered });
  const { order } = await place(shop().ask, cart, 'by-letter');
  expect(await owners()).toContainEqual({ used_by: order.id });
  const [late] = await till.recorded([withCodes(3, ordered)]);
  expect(oddOf(late)).toEqual([['CODE_USED', { codes: ordered }]]);
});

test('a till that takes many codes that there are not is told of once', async () => {
  const till = await aTill();
  const guess = (sequence: number, ...guesses: string[]) => till.recorded([withCodes(sequence, ...guesses)]);
  const [nine] = await guess(1, ...Array.from({ length: 9 }, (_, index) => `NONE${index}`));
  expect(nine.exceptions.map(({ kind }: Json) => kind)).not.toContain('CODES_GUESSED');
  const [tenth] = await guess(2, 'NONE10');
  const guessed = ['CODES_GUESSED', { deviceId: till.deviceId, codes: '10' }];
  expect(oddOf(tenth)).toContainEqual(guessed);
  const [more] = await guess(3, 'NONE11');
  expect(oddOf(more)).not.toContainEqual(expect.arrayContaining(['CODES_GUESSED']));
  const listed = await shop().ask(exceptions, { kind: 'CODES_GUESSED', locationId: till.locationId }, shop().staff);
  expect(listed.nodes.map(({ saleId, kind, facts }: Json) => [saleId, kind, factsOf(facts)])).toEqual([[tenth.id, ...guessed]]);
});
