import { randomUUID } from 'node:crypto';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { onlyError, place } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { cartById, createCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { aUnit, type TestUnit } from '../support/three-channels.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 100_000 } } }));
let mug: string;
let unit: TestUnit;

const ask = (query: string, variables: object = {}): Promise<Json> => shop().ask(query, variables, unit.as('BUYER'));
const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const begun = async (quantity: string): Promise<Json> => {
  const input = { lines: [{ variantId: mug, quantity }], email: 'buyer@acme.test', name: randomUUID() };
  const { cart, userErrors } = await ask(createCart, { input });
  expect(userErrors).toEqual([]);
  return cart;
};

beforeAll(async () => {
  mug = String((await variantsBySku(shop()))['MUG']);
  unit = await aUnit(shop(), 'acme', ['BUYER']);
  const { done, setPrice } = staffOf(shop());
  const caps = [{ of: 'VARIANT', value: mug, limit: '100' }];
  await done('createContract', { number: 'C-1', organizationId: unit.id, currency: 'EUR', caps });
  await setPrice('C-1', mug, '8.00');
  expect(await within(2000, async () => (await begun('1')).totals.total.amount === '8.00')).toBe(true);
}, 60_000);

afterEach(() => expectBooksToBalance(shop().postgres.database));

test('sixty-four want three each of a hundred: exactly a hundred are had at the price of the contract, and nobody pays what he was not shown', async () => {
  const carts = await times(64, () => begun('3'));
  expect(new Set(carts.map(({ totals }) => totals.total.amount))).toEqual(new Set(['24.00']));
  const answers = await times(64, (index) => place(ask, carts[index], `first-${String(index)}`));
  const placed = answers.filter(({ order }) => order);
  expect(placed.every(({ order }) => order.totals.total.amount === '24.00')).toBe(true);
  expect(placed).toHaveLength(33);
  for (const refused of answers.filter(({ order }) => !order)) expect(onlyError(refused).code).toBe('TOTAL_CHANGED');
  // who was too late is shown what it comes to now: one of them has the last unit
  const late = carts.filter((_, index) => !answers[index]?.order);
  const again = await times(late.length, async (index) => {
    for (;;) {
      const shown = await ask(cartById, { id: late[index].id });
      const answer = await place(ask, shown, randomUUID());
      if (answer.order) return String(answer.order.totals.total.amount);
      expect(onlyError(answer).code).toBe('TOTAL_CHANGED');
    }
  });
  expect(again.sort()).toEqual(['28.00', ...Array.from({ length: 30 }, () => '30.00')]);
  const { caps } = await shop().ask('{ contract(id: "C-1") { caps { used left } } }', {}, shop().staff);
  expect(caps).toEqual([{ used: '100', left: '0' }]);
}, 120_000);
