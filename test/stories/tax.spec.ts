import { randomUUID } from 'node:crypto';
import { replay, type Json as JsonText, type PricingInputs } from '#engine';
import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { aReadyCart, onlyError, place, placing } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  address,
  adoptCart,
  cancelOrder,
  cartById,
  createCart,
  orderById,
  placeOrder,
  setCartContact,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop(aShop({ things: { MUG: { price: '119.00', stock: 100 } } }));

let mug: string;

beforeAll(async () => {
  mug = String((await variantsBySku(shop()))['MUG']);
});

const asking =
  ({ headers }: TestCustomer) =>
  (query: string, variables?: object) =>
    shop().ask(query, variables, headers);

async function select(query: string, values: readonly unknown[] = []): Promise<Json[]> {
  return (await shop().postgres.database.pool.query(query, [...values])).rows;
}

const amounts = ({ totals: { net, tax, total } }: Json): unknown[] => [net.amount, tax.amount, total.amount];
const taxed = ['100.00', '19.00', '119.00'];
const freed = ['100.00', '0.00', '100.00'];

async function aCartOf(customer: TestCustomer, country = 'DE'): Promise<Json> {
  const input = { lines: [{ variantId: mug, quantity: '1' }], shippingAddress: { ...address, country }, name: randomUUID() };
  const { cart, userErrors } = await asking(customer)(createCart, { input });
  expect(userErrors).toEqual([]);
  return cart;
}

const relieve = async (input: object): Promise<Json> =>
  (await staffOf(shop()).done('createTaxRelief', input, 'taxRelief { id version zoneIds }')).taxRelief;

test('a certificate frees the very next cart of its customer, and is kept with the order', async () => {
  const ada = await aCustomer(shop(), 'ada@example.test');
  const before = await aCartOf(ada);
  expect(amounts(before)).toEqual(taxed);
  const relief = await relieve({ customerId: ada.id, kind: 'EXEMPT', number: 'CERT-7' });
  // whoever saw the tax is told, and pays what it is now
  const refused = await asking(ada)(placeOrder, { input: placing(before, randomUUID()) });
  expect(onlyError(refused)).toMatchObject({ code: 'TOTAL_CHANGED' });
  const now = await asking(ada)(cartById, { id: before.id });
  expect(amounts(now)).toEqual(freed);
  const { order } = await place(asking(ada), now, randomUUID());
  expect(amounts(order)).toEqual(freed);
  const [{ reliefs }] = await select(`select inputs->'basket'->'taxReliefs' reliefs from orders where id = $1`, [order.id]);
  expect(reliefs).toEqual([{ kind: 'EXEMPT', proof: 'CERT-7', classIds: [], zoneIds: [], validFrom: null, validTo: null }]);

  // a cart that is made knows of it at once
  expect(amounts(await aCartOf(ada))).toEqual(freed);
  await staffOf(shop()).done('endTaxRelief', { id: relief.id, validTo: '2026-01-01T00:00:00Z' });
  expect(amounts(await aCartOf(ada))).toEqual(taxed);
  expect(amounts(await asking(ada)(orderById, { id: order.id }))).toEqual(freed);
  const guest = await aReadyCart(shop().ask, { lines: { [mug]: '1' } });
  expect(amounts(guest)).toEqual(taxed);
});

test("a guest's cart is priced by the certificate of whoever makes it its own", async () => {
  const cleo = await aCustomer(shop(), 'cleo@example.test');
  await relieve({ customerId: cleo.id, kind: 'EXEMPT', number: 'CERT-9' });
  const cart = await aReadyCart(shop().ask, { lines: { [mug]: '1' } });
  expect(amounts(cart)).toEqual(taxed);
  expect(amounts((await asking(cleo)(adoptCart, { input: { cartId: cart.id } })).cart)).toEqual(freed);
});

test('reverse charge needs a checked VAT id, and goods that leave the country', async () => {
  const { done } = staffOf(shop());
  await done('createTaxZone', { code: 'nl', name: 'Netherlands', countries: ['NL'] });
  await done('createTaxRate', { classCode: 'standard', zoneCode: 'nl', name: 'BTW', percent: '21' });
  const bob = await aCustomer(shop(), 'bob@example.test');
  const isTaxed = async () => (await aCartOf(bob, 'NL')).totals.tax.amount === '20.65';
  expect(await within(2000, isTaxed)).toBe(true);
  const { id } = await relieve({ customerId: bob.id, kind: 'REVERSE_CHARGE', number: 'NL 1234.56.789 B01' });
  expect((await aCartOf(bob, 'NL')).totals.tax.amount).toBe('20.65');
  await done('recordTaxConsultation', { id, consultationNumber: 'WAPI-42' });
  const abroad = await aCartOf(bob, 'NL');
  expect(abroad.totals.tax.amount).toBe('0.00');
  const home = { input: { cartId: abroad.id, shippingAddress: address } };
  expect(amounts((await asking(bob)(setCartContact, home)).cart)).toEqual(taxed);
  await done('recordTaxConsultation', { id, consultationNumber: null });
  expect((await aCartOf(bob, 'NL')).totals.tax.amount).toBe('20.65');
});

test('only staff of customers keep reliefs, and what is wrong is named', async () => {
  const eve = await aCustomer(shop(), 'eve@example.test');
  const input = { customerId: eve.id, kind: 'EXEMPT', number: 'CERT-8', classCodes: ['standard', 'toys'] };
  const create = 'mutation ($input: CreateTaxReliefInput!) { createTaxRelief(input: $input) { userErrors { code path } } }';
  expect((await shop().gql(create, { input }, eve.headers)).errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect(await shop().ask(create, { input }, shop().staff)).toEqual({
    userErrors: [{ code: 'NOT_FOUND', path: ['input', 'classCodes', '1'] }],
  });
  const list = 'query ($id: ID) { taxReliefs(customerId: $id) { nodes { number } pageInfo { hasNextPage } } }';
  expect(await shop().ask(list, { id: eve.id }, shop().staff)).toEqual({ nodes: [], pageInfo: { hasNextPage: false } });
});

test('an order keeps its rate: a new one changes neither its replay nor what goes back', async () => {
  const { order } = await place(shop().ask, await aReadyCart(shop().ask, { lines: { [mug]: '2' } }), randomUUID());
  const double = ['200.00', '38.00', '238.00'];
  expect(amounts(order)).toEqual(double);
  const { done } = staffOf(shop());
  const { rates, classes, zones } = await shop().ask(
    '{ taxRules { rates { id classId zoneId percent } classes { id code } zones { id code } } }',
    {},
    shop().staff,
  );
  const zone = zones.find(({ code }: Json) => code === 'de').id;
  const [old] = rates.filter(({ zoneId }: Json) => zoneId === zone);
  expect([old.percent, old.classId]).toEqual(['19', classes[0].id]);
  const at = new Date(Date.now() - 86_400_000).toISOString();
  await done('endTaxRate', { id: old.id, validTo: at });
  await done('createTaxRate', { classCode: 'standard', zoneCode: 'de', name: 'VAT', percent: '25', validFrom: at });
  const isNew = async () => {
    const cart = await aReadyCart(shop().ask, { lines: { [mug]: '1' } });
    return cart.totals.tax.amount === '23.80';
  };
  expect(await within(2000, isNew)).toBe(true);

  const [{ inputs }] = await select('select inputs::text from orders where id = $1', [order.id]);
  const again = replay(inputs as JsonText<PricingInputs>);
  expect(again.totals).toMatchObject({ net: 20_000n, tax: 3800n, total: 23_800n });
  expect(again.taxes.map(({ percent, amount }) => [percent, amount])).toEqual([[19_000_000n, 3800n]]);
  expect(amounts(await shop().ask(orderById, { id: order.id }))).toEqual(double);
  await shop().ask(cancelOrder, { input: { orderId: order.id, idempotencyKey: randomUUID() } }, shop().staff);
  const posted = await select(`select amount::int from posting where order_id = $1 and account ~ 'tax' order by amount`, [
    order.id,
  ]);
  expect(posted).toEqual([{ amount: -3800 }, { amount: 3800 }]);
  expect(amounts(await shop().ask(orderById, { id: order.id }))).toEqual(double);
});
