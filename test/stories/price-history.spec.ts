import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { variantsBySku } from '../support/carts.js';
import { createCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { statementsOf } from '../support/statements.js';

const shop = usingShop();
let mug: string;
let pan: string;
let base: string;
let member: TestCustomer;
let unit: string;
let before: Date;

const product = `query ($slug: String!) { product(slug: $slug) { variants { id price { amount source { list level } tiers { minQuantity amount } } } } }`;

async function priceOf(headers: Readonly<Record<string, string>> = {}, variantId = mug, slug = 'enamel-mug'): Promise<Json> {
  const { variants } = await shop().ask(product, { slug }, headers);
  return variants.find(({ id }: Json) => id === variantId).price;
}

const asOf = (variables: object): Promise<Json> =>
  shop().ask(
    `query ($variantId: ID!, $quantity: Decimal, $buyer: PriceAsOfBuyer, $at: DateTime!, $knownAt: DateTime) {
      priceAsOf(variantId: $variantId, quantity: $quantity, buyer: $buyer, at: $at, knownAt: $knownAt) {
        price { amount entry net { amount } gross { amount } source { list level } } candidates { list amount verdict level } } }`,
    { variantId: mug, quantity: '1', buyer: {}, ...variables },
    shop().staff,
  );

beforeAll(async () => {
  const { done } = staffOf(shop());
  ({ 'MUG-BLUE': mug = '', 'PAN-28': pan = '' } = await variantsBySku(shop()));
  base = (await priceOf()).source.list;
  member = await aCustomer(shop(), 'contract@example.test');
  const { organization } = await done('createOrganization', { code: 'contractor', name: 'Contractor' }, 'organization { id }');
  unit = organization.id;
  await done('addOrganizationMember', { organizationId: unit, customerId: member.id, role: 'BUYER' });
});

it('a contract takes so much off another list, in the product’s page and in the cart, and only for its unit', async () => {
  const { ask, staff } = shop();
  const { done } = staffOf(shop());
  before = new Date();
  const { nodes } = await ask('{ priceLists { nodes { id code entry currency } } }', {}, staff);
  const { id: listId, entry } = nodes.find(({ code }: Json) => code === base);
  const audience = { organizationIds: [unit] };
  const { priceList } = await done(
    'createPriceList',
    { code: 'contract', currency: 'EUR', entry, audience, derived: { listId, percent: '20' }, tierScope: 'PRODUCT' },
    'priceList { derived { listId percent plus } tierScope sale window { timeZone } }',
  );
  expect(priceList).toEqual({ derived: { listId, percent: '20', plus: '0' }, tierScope: 'PRODUCT', sale: false, window: null });
  const { amount } = await priceOf();
  const headers = { ...member.headers, 'x-organization': unit };
  const contract = { list: 'contract', level: 'OWN_UNIT' };
  const off = (Number(amount) * 0.8).toFixed(2);
  expect(await within(2000, async () => (await priceOf(headers)).source.list === 'contract')).toBe(true);
  expect(await priceOf(headers)).toEqual({ amount: off, source: contract, tiers: [{ minQuantity: '0', amount: off }] });
  expect((await priceOf(member.headers)).source.list).toBe(base);
  const input = { lines: [{ variantId: mug, quantity: '1' }] };
  expect((await ask(createCart, { input }, headers)).cart.lines[0].unitPrice.amount).toBe(off);
  // a fixed price of the contract's own goes before the percentage
  await staffOf(shop()).setPrice('contract', mug, '3.21');
  expect((await priceOf(headers)).amount).toBe('3.21');
  expect((await asOf({ buyer: { organizationId: unit }, at: new Date().toISOString() })).price).toMatchObject({
    amount: '3.21',
    source: contract,
  });
});

it('what is known of a contract begins with it', async () => {
  const buyer = { organizationId: unit };
  const at = new Date(Date.now() + 60_000).toISOString();
  const { nodes } = await shop().ask('{ priceLists { nodes { code derived { listId } } } }', {}, shop().staff);
  expect(nodes.filter(({ derived }: Json) => derived)).toHaveLength(1);
  // before the contract was made the unit would have paid what everybody does
  expect((await asOf({ buyer, at, knownAt: before.toISOString() })).price.source.list).toBe(base);
  expect((await asOf({ buyer, at })).price.source.list).toBe('contract');
});

it('a planned price takes effect by itself, also for who has seen the page before', async () => {
  const { done } = staffOf(shop());
  const before = (await priceOf({}, pan, 'cast-iron-pan'))?.amount;
  const validFrom = new Date(Date.now() + 1500);
  const validTo = new Date(Date.now() + 4000);
  const prices = [{ list: base, variantId: pan, tiers: [{ amount: '7.77' }], validFrom, validTo }];
  await done('setPrices', { prices }, 'changed');
  const seen = async () => (await priceOf({}, pan, 'cast-iron-pan')).amount;
  expect(await seen()).toBe(before);
  expect(await seen()).toBe(before);
  expect(await within(4000, async () => (await seen()) === '7.77')).toBe(true);
  expect(Date.now()).toBeGreaterThanOrEqual(validFrom.getTime());
  expect(await within(4000, async () => (await seen()) === before)).toBe(true);
  expect(Date.now()).toBeGreaterThanOrEqual(validTo.getTime());
  const listed = await shop().ask(
    'query ($list: String!, $ids: [ID!]!) { listedPrices(list: $list, variantIds: $ids) { amount validFrom validTo } }',
    { list: base, ids: [pan] },
    shop().staff,
  );
  expect(listed).toMatchObject([{ validFrom: validTo.toISOString(), validTo: null }]);
});

it('staff see what was known when', async () => {
  const { setPrice } = staffOf(shop());
  const { amount } = await priceOf();
  const before = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await setPrice(base, mug, '99.00');
  const after = new Date().toISOString();
  expect((await asOf({ at: after, knownAt: before })).price).toMatchObject({ amount, source: { list: base } });
  expect(await asOf({ at: after, quantity: '2' })).toMatchObject({
    price: { amount: '99.00', gross: { amount: '198.00' } },
    candidates: expect.arrayContaining([{ list: base, amount: '99.00', verdict: 'TAKEN', level: expect.any(String) }]),
  });
  expect((await asOf({ at: before })).price.amount).toBe(amount);
  expect(await asOf({ at: '2020-01-01T00:00:00Z' })).toEqual({ price: null, candidates: [] });
});

it('the lowest price of 30 days is read for a page at once, and only when it is asked for', async () => {
  const { ask, postgres } = shop();
  const page = (field: string) => `{ products(first: 20) { nodes { variants { id ${field} } } } }`;
  const field = 'lowestPrice30Days { amount currency entry }';
  await ask(page(field));
  const names = async (query: string) =>
    (await statementsOf(postgres.database, () => ask(query))).filter((each) => each.startsWith('with present as'));
  expect((await names(page(field))).length).toBe(1);
  expect((await names(page('price { amount }'))).length).toBe(0);
  const { nodes } = await ask(page(`price { amount } ${field}`));
  const variants = nodes.flatMap((node: Json) => node.variants);
  // changed today from what it cost before: 99.00 is not the lowest
  const found = variants.find(({ id }: Json) => id === mug);
  expect(found.price.amount).toBe('99.00');
  expect(Number(found.lowestPrice30Days.amount)).toBeLessThan(99);
  expect(variants.find(({ id }: Json) => id === pan).lowestPrice30Days.amount).toBe('7.77');
});
