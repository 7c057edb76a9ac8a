import { AccessService } from '#access';
import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { lineOf, variantsBySku } from '../support/carts.js';
import { aContext } from '../support/context.js';
import { address, createCart, setCartLines } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { statementsOf } from '../support/statements.js';

const shop = usingShop();
type Headers = Readonly<Record<string, string>>;

let mug: string;
let pan: string;
let till: Headers;
const customers: Record<string, TestCustomer> = {};
const units: Record<string, string> = {};

const detail = `query ($slug: String!) { product(slug: $slug) { variants { id price { amount source { list level } tiers { minQuantity amount } } } } }`;

/** What somebody sees on the product's page: price, list and level. */
async function seen(headers: Headers = {}, variantId = mug, slug = 'enamel-mug'): Promise<Json> {
  const { variants } = await shop().ask(detail, { slug }, headers);
  const { price } = variants.find(({ id }: Json) => id === variantId);
  return price && [price.amount, price.source.list, price.source.level];
}

/** What one of them costs somebody in a new cart. */
async function inCart(headers: Headers = {}, more: object = {}, quantity = '1', variantId = mug): Promise<Json> {
  const { cart, userErrors } = await shop().ask(createCart, { input: { lines: [{ variantId, quantity }], ...more } }, headers);
  expect(userErrors).toEqual([]);
  return cart.lines[0].unitPrice.amount;
}

const of = (name: string, unit?: string): Headers => ({
  ...customers[name]?.headers,
  ...(unit === undefined ? {} : { 'x-organization': String(units[unit]) }),
});

beforeAll(async () => {
  const { ask, staff, postgres, app } = shop();
  const { done } = staffOf(shop());
  ({ 'MUG-BLUE': mug = '', 'PAN-28': pan = '' } = await variantsBySku(shop()));
  const [entity] = await ask('{ legalEntities { id } }', {}, staff);
  const { rows } = await postgres.database.pool.query<{ id: string }>('select id from location');
  const store = String(rows[0]?.id);
  const { channel } = await done(
    'createChannel',
    {
      code: 'till',
      name: 'Till',
      kind: 'TILL',
      legalEntityId: entity.id,
      currencies: ['EUR'],
      locales: ['en'],
      country: 'DE',
      locationIds: [store],
      paymentProviders: ['manual'],
    },
    'channel { id }',
  );
  const device = { kind: 'DEVICE', name: 'Till 1', channelIds: [channel.id], locationId: store } as const;
  const { secret } = await app.get(AccessService, { strict: false }).create(aContext(), device);
  till = { authorization: `Bearer ${secret}` };

  const groups: Record<string, string> = {};
  for (const code of ['vip', 'crew']) {
    const { customerGroup } = await done('createCustomerGroup', { code, name: code }, 'customerGroup { id }');
    groups[code] = customerGroup.id;
  }
  for (const name of ['guest', 'vip', 'both', 'named', 'member', 'stranger'])
    customers[name] = await aCustomer(shop(), `${name}@example.test`);
  const idOf = (name: string): string => String(customers[name]?.id);
  for (const [name, codes] of [
    ['vip', ['vip']],
    ['both', ['vip', 'crew']],
    ['named', ['vip']],
    ['member', ['vip']],
  ] as const) {
    await done('updateCustomer', { id: idOf(name), groupIds: codes.map((code) => groups[code]) });
  }
  for (const [code, parent] of [
    ['root', null],
    ['branch', 'root'],
    ['leaf', 'branch'],
    ['sibling', 'root'],
    ['lone', null],
  ] as const) {
    const parentId = parent && units[parent];
    const { organization } = await done('createOrganization', { code, parentId }, 'organization { id }');
    units[code] = organization.id;
  }
  for (const [unit, role] of [
    ['branch', 'ADMIN'],
    ['leaf', 'BUYER'],
    ['sibling', 'VIEWER'],
    ['lone', 'BUYER'],
  ] as const)
    await done('addOrganizationMember', { organizationId: units[unit], customerId: idOf('member'), role });

  const lists: [code: string, audience: object, amount: string, more?: object][] = [
    ['in-till', { channelIds: [channel.id] }, '12.50', { priority: 9 }],
    ['in-nl', { countries: ['NL'] }, '13.50', { priority: 9 }],
    ['in-store', { locationIds: [store] }, '12.60'],
    ['vip', { groupIds: [groups.vip] }, '11.00'],
    ['crew', { groupIds: [groups.crew] }, '11.50', { priority: 1 }],
    ['named', { customerIds: [idOf('named')] }, '11.80'],
    ['root-contract', { organizationIds: [units.root] }, '9.00', { priority: 9 }],
    ['branch-contract', { organizationIds: [units.branch] }, '9.50', { entry: 'NET' }],
  ];
  for (const [code, audience, amount, more] of lists) {
    await done('createPriceList', { code, currency: 'EUR', audience, ...more });
    await done('setPrices', { prices: [{ list: code, variantId: mug, tiers: [{ amount }, ...tiersOf(code)] }] });
  }
}, 60_000);

const tiersOf = (code: string) => (code === 'branch-contract' ? [{ minQuantity: '10', amount: '8.00' }] : []);

test('a guest gets the base price, a customer in no group too', async () => {
  for (const headers of [{}, of('guest')]) {
    expect(await seen(headers)).toEqual(['12.90', 'eur', 'BASE']);
    expect(await inCart(headers)).toBe('12.90');
  }
});

test('a customer gets its group’s price; of two groups that of the list which goes first, not the lowest', async () => {
  expect(await seen(of('vip'))).toEqual(['11.00', 'vip', 'GROUP']);
  expect(await seen(of('both'))).toEqual(['11.50', 'crew', 'GROUP']);
  expect([await inCart(of('vip')), await inCart(of('both'))]).toEqual(['11.00', '11.50']);
});

test('a price for the customer goes before its group’s, though it is higher', async () => {
  expect(await seen(of('named'))).toEqual(['11.80', 'named', 'CUSTOMER']);
  expect(await inCart(of('named'))).toBe('11.80');
});

test('a member gets the contract of its unit or of the nearest above it, and for itself its own price', async () => {
  expect(await seen(of('member'))).toEqual(['11.00', 'vip', 'GROUP']);
  expect(await seen(of('member', 'branch'))).toEqual(['9.50', 'branch-contract', 'OWN_UNIT']);
  expect(await seen(of('member', 'leaf'))).toEqual(['9.50', 'branch-contract', 'ANCESTOR']);
  expect(await seen(of('member', 'sibling'))).toEqual(['9.00', 'root-contract', 'ANCESTOR']);
  expect([await inCart(of('member')), await inCart(of('member', 'leaf'))]).toEqual(['11.00', '9.50']);
});

test('what a member gets for itself never mixes with what its unit gets', async () => {
  expect(await seen(of('member', 'lone'))).toEqual(['12.90', 'eur', 'BASE']);
  expect([await inCart(of('member', 'lone')), await inCart(of('member'))]).toEqual(['12.90', '11.00']);
});

test('the tiers of a contract are read by its own bounds', async () => {
  const headers = of('member', 'leaf');
  const { cart } = await shop().ask(createCart, { input: { lines: [{ variantId: mug, quantity: '1' }] } }, headers);
  const amounts: string[] = [];
  for (const quantity of ['9', '10', '11']) {
    const { version } = await shop().ask('query ($id: ID!) { cart(id: $id) { version } }', { id: cart.id }, headers);
    const input = { cartId: cart.id, lines: [{ lineId: lineOf(mug), quantity }], seenVersion: version };
    amounts.push((await shop().ask(setCartLines, { input }, headers)).cart.lines[0].unitPrice.amount);
  }
  expect(amounts).toEqual(['9.50', '8.00', '8.00']);
});

test('who is not a member of a unit, above or below it included, cannot buy for it', async () => {
  for (const headers of [
    of('stranger', 'branch'),
    of('member', 'root'),
    of('member', 'none'),
    { 'x-organization': String(units.leaf) },
  ]) {
    const { status, data } = await shop().gql('{ product(slug: "enamel-mug") { id } }', {}, headers);
    expect([status, data ?? null]).toEqual([403, null]);
  }
});

test('a till gets its store’s price; the channel alone is further away', async () => {
  expect(await seen(till)).toEqual(['12.60', 'in-store', 'STORE']);
  expect(await seen({ 'x-channel': 'till' })).toEqual(['12.50', 'in-till', 'CHANNEL']);
  expect([await inCart(till), await inCart({ 'x-channel': 'till' })]).toEqual(['12.60', '12.50']);
});

test('the country is that which the goods go to', async () => {
  const dutch = { ...address, country: 'NL' };
  expect(await seen()).toEqual(['12.90', 'eur', 'BASE']);
  expect(await inCart({}, { shippingAddress: dutch })).toBe('13.50');
  expect(await inCart({}, { shippingAddress: address })).toBe('12.90');
  expect(await inCart(of('vip'), { shippingAddress: dutch })).toBe('11.00');
});

test('without a price for the buyer nothing is sold, and never at another’s price', async () => {
  const { done } = staffOf(shop());
  await done('setPrices', { prices: [{ list: 'eur', variantId: pan, tiers: [] }] });
  await done('setPrices', { prices: [{ list: 'vip', variantId: pan, tiers: [{ amount: '40' }] }] });
  expect(await seen(of('vip'), pan, 'cast-iron-pan')).toEqual(['40.00', 'vip', 'GROUP']);
  for (const headers of [{}, of('guest'), till]) {
    expect(await seen(headers, pan, 'cast-iron-pan')).toBeNull();
    const { cart, userErrors } = await shop().ask(createCart, { input: { lines: [{ variantId: pan, quantity: '1' }] } }, headers);
    expect([cart, userErrors[0].code]).toEqual([null, 'NOT_PURCHASABLE']);
  }
});

test('a change of whom a list is for is seen at once by who asks next', async () => {
  const { ask, staff } = shop();
  const { done } = staffOf(shop());
  const { nodes } = await ask('{ priceLists(first: 100) { nodes { id code version audience { groupIds } } } }', {}, staff);
  const vip = nodes.find(({ code }: Json) => code === 'vip');
  await done('updatePriceList', {
    id: vip.id,
    expectedVersion: vip.version,
    audience: { customerIds: [customers.stranger?.id] },
  });
  for (let waited = 0; (await seen(of('vip')))[1] !== 'eur' && waited < 1000; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await seen(of('vip'))).toEqual(['12.90', 'eur', 'BASE']);
  expect(await seen(of('stranger'))).toEqual(['11.00', 'vip', 'CUSTOMER']);
  await done('updatePriceList', { id: vip.id, audience: vip.audience });
});

test('to know the buyer’s prices takes no statement more', async () => {
  const member = of('member', 'leaf');
  const page = '{ products(first: 20) { nodes { variants { price { amount } availability { available } } } } }';
  const whoAsks = /from (session|customer c)\b/;
  const statements = async (headers: Headers, query = page, variables = {}) => {
    const sent = await statementsOf(shop().postgres.database, () => shop().ask(query, variables, headers));
    expect(sent.filter((each) => whoAsks.test(each)).length).toBeLessThanOrEqual(2);
    return sent.filter((each) => !whoAsks.test(each)).length;
  };
  expect(await statements({})).toBe(2);
  expect(await statements(member)).toBe(2);
  expect(await statements(member, detail, { slug: 'enamel-mug' })).toBe(2);
  const { cart } = await shop().ask(createCart, { input: { lines: [{ variantId: mug, quantity: '1' }] } }, member);
  expect(await statements(member, 'query ($id: ID!) { cart(id: $id) { totals { total { amount } } } }', { id: cart.id })).toBe(1);
  const add = `mutation ($input: AddCartLinesInput!) { addCartLines(input: $input) { cart { version } userErrors { code } } }`;
  const input = { cartId: cart.id, lines: [{ variantId: mug, quantity: '1' }] };
  expect(await statements(member, add, { input })).toBe(2);
});
