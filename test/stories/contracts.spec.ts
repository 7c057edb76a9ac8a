import { randomUUID } from 'node:crypto';
import type { Json } from '../support/api.js';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { keptOfCarts, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { addCartLines, cancelOrder, cartById, createCart, priceBasket } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { statementsOf } from '../support/statements.js';
import { aUnit, type TestUnit } from '../support/three-channels.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 100_000 }, B: { price: '20.00', stock: 100_000 } } }));
const contractFields = `id number name organizationId priceListId currency tierScope tierGroup validFrom validTo window { timeZone from }
  derived { percent } caps { id measure of value limit used left } version`;
let sku: Record<string, string>;
let unit: TestUnit;
let below: TestUnit;
let contract: Json;

const as =
  (of: TestUnit) =>
  (query: string, variables: object = {}): Promise<Json> =>
    shop().ask(query, variables, of.as('BUYER'));
const made = (input: object): Promise<Json> => staffOf(shop()).done('createContract', input, `contract { ${contractFields} }`);
const changed = async (input: object): Promise<Json> =>
  (await staffOf(shop()).done('updateContract', { id: contract.id, ...input }, `contract { ${contractFields} }`)).contract;
const contractNow = (id = contract.number): Promise<Json> =>
  shop().ask(`query ($id: String!) { contract(id: $id) { ${contractFields} } }`, { id }, shop().staff);
const usedOf = async (): Promise<string[]> => (await contractNow()).caps.map(({ used, left }: Json) => `${used}+${left}`);
const begun = async (of: TestUnit, lines: Readonly<Record<string, string>>): Promise<Json> => {
  const wanted = Object.entries(lines).map(([name, quantity]) => ({ variantId: sku[name], quantity }));
  const { cart, userErrors } = await as(of)(createCart, {
    input: { lines: wanted, email: 'buyer@acme.test', name: randomUUID() },
  });
  expect(userErrors).toEqual([]);
  return cart;
};
const bought = async (of: TestUnit, lines: Readonly<Record<string, string>>): Promise<Json> => {
  const { order, userErrors } = await place(as(of), await begun(of, lines), randomUUID());
  expect(userErrors).toEqual([]);
  return order;
};
const cancelled = async ({ id: orderId }: Json): Promise<void> => {
  const { userErrors } = await shop().ask(cancelOrder, { input: { orderId, idempotencyKey: randomUUID() } }, shop().staff);
  expect(userErrors).toEqual([]);
};
const capped = ({ problems }: Json): Json =>
  problems
    .filter(({ code }: Json) => code === 'CONTRACT_CAP')
    .map(({ severity, facts }: Json) => ({
      severity,
      ...Object.fromEntries(facts.map(({ name, value }: Json) => [name, value])),
    }));

beforeAll(async () => {
  sku = await variantsBySku(shop());
  unit = await aUnit(shop(), 'acme', ['BUYER']);
  below = await aUnit(shop(), 'acme-plant', ['BUYER'], { parentId: unit.id });
  ({ contract } = await made({
    number: 'C-17',
    name: 'Acme 2027',
    organizationId: unit.id,
    currency: 'EUR',
    caps: [{ of: 'VARIANT', value: sku['A'], limit: '10' }],
  }));
  await staffOf(shop()).setPrice('C-17', String(sku['A']), '8.00');
}, 60_000);

test('a contract is what was agreed, with caps of which nothing is used yet, and is found by its number', async () => {
  expect(contract).toMatchObject({
    ...{ number: 'C-17', name: 'Acme 2027', organizationId: unit.id, currency: 'EUR', validFrom: null, derived: null },
    caps: [{ measure: 'QUANTITY', of: 'VARIANT', value: sku['A'], limit: '10', used: '0', left: '10' }],
  });
  expect(await contractNow()).toEqual(contract);
  expect(await contractNow('C-18')).toBeNull();
  const page = await shop().ask(
    'query ($organizationId: ID) { contracts(organizationId: $organizationId) { nodes { number } pageInfo { hasNextPage } } }',
    { organizationId: unit.id },
    shop().staff,
  );
  expect(page).toEqual({ nodes: [{ number: 'C-17' }], pageInfo: { hasNextPage: false } });
  // whoever buys for the unit, or for one below it, sees what is left
  for (const each of [unit, below])
    expect(await as(each)('{ ourContracts { nodes { number caps { left } } } }')).toEqual({
      nodes: [{ number: 'C-17', caps: [{ left: '10' }] }],
    });
});

test('what is beyond the cap has the next price, and the cart says so; orders of the whole organization use it up', async () => {
  const order = await bought(below, { A: '4' });
  expect(order.totals.total.amount).toBe('32.00');
  expect(await usedOf()).toEqual(['4+6']);
  const cart = await begun(unit, { A: '8' });
  expect(cart.totals.total.amount).toBe('68.00');
  expect(cart.lines[0].unitPrice.amount).toBe('8.00');
  expect(capped(cart)).toEqual([{ severity: 'NOTICE', contract: 'C-17', asked: '8', available: '6' }]);
  const { lines } = await as(unit)(
    'query ($input: ExplainBasketInput!) { explainBasket(input: $input) { lines { sentences candidates { verdict } } } }',
    { input: { cartId: cart.id } },
  );
  expect(lines[0].sentences).toContain('A cap of a contract is reached: 6 at 8.00, then 2 at 10.00.');
  expect(lines[0].candidates.map(({ verdict }: Json) => verdict).sort()).toEqual(['BEYOND_CAP', 'TAKEN']);
  const { order: placed, userErrors } = await place(as(unit), cart, randomUUID());
  expect([userErrors, placed.totals.total.amount]).toEqual([[], '68.00']);
  expect(await usedOf()).toEqual(['10+0']);
  expect((await begun(below, { A: '1' })).totals.total.amount).toBe('10.00');
  // what is called off can be had again
  await cancelled(order);
  expect(await usedOf()).toEqual(['6+4']);
});

test('a basket without a cart is priced with what is left', async () => {
  const priced = await as(unit)(priceBasket, { input: { lines: [{ variantId: sku['A'], quantity: '5' }] } });
  expect(priced.totals.total.amount).toBe('42.00');
  expect(capped(priced)).toEqual([{ severity: 'NOTICE', contract: 'C-17', asked: '5', available: '4' }]);
});

test('a cap may be raised, and what is used of it stays; others count money', async () => {
  const more = [
    { of: 'VARIANT', value: sku['A'], limit: '100' },
    { measure: 'AMOUNT', limit: '90.00' },
  ];
  const after = await changed({ caps: more });
  expect(after.caps.find(({ of }: Json) => of === 'VARIANT')).toMatchObject({ id: contract.caps[0].id, used: '6', left: '94' });
  expect(after.caps.find(({ measure }: Json) => measure === 'AMOUNT')).toMatchObject({
    limit: '90.00',
    used: '0.00',
    left: '90.00',
  });
  expect(await within(2000, async () => (await begun(unit, { A: '5' })).totals.total.amount === '40.00')).toBe(true);
  // eleven at 8.00 are 88.00: a twelfth would be more than is left
  const cart = await begun(unit, { A: '12', B: '1' });
  expect(cart.totals.total.amount).toBe('118.00');
  expect((await place(as(unit), cart, randomUUID())).userErrors).toEqual([]);
  expect(await usedOf()).toEqual(expect.arrayContaining(['17+83', '88.00+2.00']));
  await changed({ caps: [{ of: 'VARIANT', value: sku['A'], limit: '100' }] });
  expect(await within(2000, async () => (await begun(unit, { A: '20' })).totals.total.amount === '160.00')).toBe(true);
});

test('what only a contract prices cannot be bought beyond its cap: the refusal says how much can', async () => {
  const { done } = staffOf(shop());
  const { nodes } = await shop().ask('{ priceLists { nodes { code } } }', {}, shop().staff);
  const base = nodes.map(({ code }: Json) => code).find((code: string) => code !== 'C-17');
  const cart = await begun(unit, { A: '80' });
  await done('setPrices', { prices: [{ list: base, variantId: sku['A'], tiers: [] }] });
  const before = await keptOfCarts(shop());
  const refused = await as(unit)(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: sku['A'], quantity: '4' }] } });
  expect(onlyError(refused)).toMatchObject({ code: 'LIMIT_REACHED', facts: { limit: 'CONTRACT', available: '83' } });
  expect(await keptOfCarts(shop())).toEqual(before);
  const added = await as(unit)(addCartLines, { input: { cartId: cart.id, lines: [{ variantId: sku['A'], quantity: '3' }] } });
  expect([added.userErrors, added.cart.totals.total.amount]).toEqual([[], '664.00']);
  // somebody else takes some: the cart is told, and cannot be placed
  await bought(below, { A: '3' });
  const now = await as(unit)(cartById, { id: cart.id });
  expect(capped(now)).toEqual([{ severity: 'BLOCKING', contract: 'C-17', asked: '83', available: '80' }]);
  expect(onlyError(await place(as(unit), now, randomUUID()))).toMatchObject({ code: 'LIMIT_REACHED' });
  await done('setPrices', { prices: [{ list: base, variantId: sku['A'], tiers: [{ amount: '10.00' }] }] });
});

test('what was bought in the period counts towards the tiers, and what was called off no longer', async () => {
  await changed({ tierScope: 'CONTRACT_PERIOD', caps: [] });
  await staffOf(shop()).done('setPrices', {
    prices: [{ list: 'C-17', variantId: sku['B'], tiers: [{ amount: '18.00' }, { minQuantity: '10', amount: '15.00' }] }],
  });
  expect(await within(2000, async () => (await begun(unit, { B: '1' })).totals.total.amount === '18.00')).toBe(true);
  const order = await bought(below, { B: '7' });
  expect((await begun(unit, { B: '2' })).totals.total.amount).toBe('36.00');
  expect((await begun(unit, { B: '3' })).totals.total.amount).toBe('45.00');
  await cancelled(order);
  expect((await begun(unit, { B: '3' })).totals.total.amount).toBe('54.00');
});

test('variants share tiers by an attribute that the contract names', async () => {
  const { done } = staffOf(shop());
  await changed({ tierScope: 'TIER_GROUP', tierGroup: 'family' });
  await done('setPrices', {
    prices: ['A', 'B'].map((name) => ({
      list: 'C-17',
      variantId: sku[name],
      tiers: [{ amount: '9.00' }, { minQuantity: '10', amount: '7.00' }],
    })),
  });
  await shop().postgres.database.pool.query(`update variant set attributes = '{"family": "tools"}'`);
  expect(await within(2000, async () => (await begun(unit, { A: '6', B: '4' })).totals.total.amount === '70.00')).toBe(true);
  expect((await begun(unit, { A: '6', B: '3' })).totals.total.amount).toBe('81.00');
});

test('the list of a contract is changed by the contract alone', async () => {
  const { ask, staff } = shop();
  const refused = await ask(
    'mutation ($input: UpdatePriceListInput!) { updatePriceList(input: $input) { priceList { id } userErrors { code message path facts { name value } } } }',
    { input: { id: contract.priceListId, name: 'x' } },
    staff,
  );
  expect(onlyError(refused)).toMatchObject({ code: 'INVALID', path: ['input', 'id'] });
});

test.each([
  [{ number: 'C 19' }, 'INVALID', ['number']],
  [{ number: 'C-17' }, 'ALREADY_EXISTS', ['number']],
  [{ organizationId: 'org_00000000000000000000000000' }, 'NOT_FOUND', ['organizationId']],
  [{ caps: [{ limit: '0' }] }, 'INVALID', ['caps', '0', 'limit']],
  [{ caps: [{ limit: '1' }, { limit: '2' }] }, 'INVALID', ['caps', '1']],
  [{ caps: [{ of: 'VARIANT', limit: '1' }] }, 'INVALID', ['caps', '0', 'value']],
  [{ caps: [{ of: 'TIER_GROUP', value: 'x', limit: '1' }] }, 'INVALID', ['tierGroup']],
  [{ caps: [{ measure: 'AMOUNT', limit: '1.001' }] }, 'INVALID', ['caps', '0', 'limit']],
  [{ tierScope: 'TIER_GROUP' }, 'INVALID', ['tierGroup']],
])('a contract that cannot be is refused: %j', async (wrong, code, path) => {
  const input = { number: 'C-19', organizationId: unit.id, currency: 'EUR', ...wrong };
  const refused = await shop().ask(
    'mutation ($input: CreateContractInput!) { createContract(input: $input) { contract { id } userErrors { code message path facts { name value } } } }',
    { input },
    shop().staff,
  );
  expect(refused.contract).toBeNull();
  expect(onlyError(refused)).toMatchObject({ code, path: ['input', ...path] });
  expect(await contractNow('C-19')).toBeNull();
});

test('a cart under counted contracts is read with one statement more, those of others with none', async () => {
  await changed({ tierScope: null, tierGroup: null, caps: [{ limit: '1000' }] });
  const cart = await begun(unit, { A: '1' });
  expect(await within(2000, async () => (await begun(unit, { A: '1' })).totals.total.amount !== '')).toBe(true);
  const { database } = shop().postgres;
  const asking = (sent: readonly string[]) => sent.filter((text) => text.includes('contract_cap'));
  expect(asking(await statementsOf(database, () => as(unit)(cartById, { id: cart.id })))).toHaveLength(1);
  const guests = await aReadyCart(shop().ask, { lines: { [String(sku['A'])]: '1' } });
  expect(asking(await statementsOf(database, () => shop().ask(cartById, { id: guests.id })))).toEqual([]);
});
