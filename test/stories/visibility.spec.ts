import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { onlyError } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { addCartLines, cartById, createCart, setCartContact } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';
import { aUnit, type Headers, type TestUnit } from '../support/three-channels.js';

const gtin = '4006381333931';
const names = ['OPEN', 'SECRET', 'SHELF', 'SWITCH'];
const shop = usingShop(aShop({ things: Object.fromEntries(names.map((name) => [name, { price: '10.00', stock: 100 }])) }));

let ada: TestCustomer;
let parent: TestUnit;
let child: TestUnit;
const variants: Record<string, string> = {};
const products: Record<string, string> = {};

const everyone: Headers = {};
const done = (mutation: string, input: object, result?: string) => staffOf(shop()).done(mutation, input, result);
const restrict = (slug: string, assortment: object, more: object = {}) =>
  done('updateProduct', { id: products[slug], assortment, ...more });

beforeAll(async () => {
  Object.assign(variants, await variantsBySku(shop()));
  for (const name of names) {
    const slug = name.toLowerCase();
    products[slug] = (await shop().ask('query ($slug: String!) { product(slug: $slug) { id } }', { slug })).id;
  }
  ada = await aCustomer(shop(), 'ada@example.test');
  parent = await aUnit(shop(), 'parent', ['BUYER']);
  const made = await done('createOrganization', { code: 'child', parentId: parent.id }, 'organization { id }');
  const member = await aCustomer(shop(), 'child@example.test');
  const id = String(made.organization.id);
  await done('addOrganizationMember', { organizationId: id, customerId: member.id, role: 'BUYER' });
  child = { id, members: { BUYER: member }, as: () => ({ ...member.headers, 'x-organization': id }) };
  await restrict(
    'secret',
    { visibility: 'RESTRICTED', customerIds: [ada.id], organizationIds: [parent.id] },
    {
      variants: [{ sku: 'SECRET', gtin }],
    },
  );
  await done('createCategory', { slug: 'vip', name: 'Vip', assortment: { visibility: 'RESTRICTED', customerIds: [ada.id] } });
  await done('createCategory', { slug: 'vip-shelf', name: 'Shelf', parentSlug: 'vip' });
  await done('createCategory', { slug: 'open-shelf', name: 'Open shelf' });
  await done('updateProduct', { id: products['shelf'], categorySlugs: ['vip-shelf', 'open-shelf'] });
});

/** Each way to reach a product, with what it answers: whether the product came. */
const doors: Record<string, (name: string, headers: Headers) => Promise<boolean>> = {
  'the list': async (name, headers) =>
    (await shop().ask('{ products(first: 100) { nodes { slug } } }', {}, headers)).nodes.some(
      ({ slug }: Json) => slug === name.toLowerCase(),
    ),
  'the search': async (name, headers) =>
    (await shop().ask(`{ searchProducts(text: "${name}") { products { nodes { slug } } } }`, {}, headers)).products.nodes.some(
      ({ slug }: Json) => slug === name.toLowerCase(),
    ),
  'the facets': async (name, headers) =>
    (await shop().ask(`{ searchProducts(text: "${name}") { facets { total } } }`, {}, headers)).facets.total > 0,
  'the slug': async (name, headers) =>
    (await shop().ask(`{ product(slug: "${name.toLowerCase()}") { id } }`, {}, headers)) !== null,
  'the id': async (name, headers) =>
    (await shop().ask(`{ product(id: "${String(products[name.toLowerCase()])}") { id } }`, {}, headers)) !== null,
  'the SKU': async (name, headers) => (await shop().ask(`{ variant(sku: "${name}") { id } }`, {}, headers)) !== null,
  'the id of the variant': async (name, headers) =>
    (await shop().ask(`{ variant(id: "${String(variants[name])}") { id } }`, {}, headers)) !== null,
  'the code': async (name, headers) =>
    (await shop().ask(`{ variantsByCode(codes: ["${name}"]) { variant { id } } }`, {}, headers))[0].variant !== null,
  'the stock': async (name, headers) =>
    (await shop().ask(`{ availability(variantIds: ["${String(variants[name])}"]) { variantId } }`, {}, headers)).length > 0,
  'a new cart': async (name, headers) => {
    const answer = await shop().ask(createCart, { input: { lines: [{ variantId: variants[name], quantity: '1' }] } }, headers);
    if (answer.cart) return true;
    expect(onlyError(answer)).toMatchObject({ code: 'NOT_PURCHASABLE', path: ['input', 'lines', '0', 'variantId'] });
    return false;
  },
  'a cart that is there': async (name, headers) => {
    const { cart } = await shop().ask(createCart, { input: { lines: [] } }, headers);
    const lines = [{ variantId: variants[name], quantity: '1' }];
    const answer = await shop().ask(addCartLines, { input: { cartId: cart.id, lines } }, headers);
    if (answer.cart) return true;
    expect(onlyError(answer)).toMatchObject({ code: 'NOT_PURCHASABLE' });
    const { lines: kept } = await shop().ask(cartById, { id: cart.id }, headers);
    expect(kept.map(({ sku }: Json) => sku as string)).not.toContain(name);
    return false;
  },
};

describe.each(Object.keys(doors))('%s', (door) => {
  const opens = (name: string, headers: Headers) => doors[door]?.(name, headers);

  test('opens for whom a restricted product is, and for nobody else', async () => {
    expect(await opens('OPEN', everyone)).toBe(true);
    expect(await opens('SECRET', everyone)).toBe(false);
    expect(await opens('SECRET', ada.headers)).toBe(true);
    expect(await opens('SECRET', parent.as('BUYER'))).toBe(true);
    expect(await opens('SECRET', child.as('BUYER'))).toBe(true);
    // the same person, buying for itself
    expect(await opens('SECRET', { ...child.members['BUYER']?.headers })).toBe(false);
  });

  test('opens for whom a restricted category is, though another category lists the product too', async () => {
    expect(await opens('SHELF', everyone)).toBe(false);
    expect(await opens('SHELF', parent.as('BUYER'))).toBe(false);
    expect(await opens('SHELF', ada.headers)).toBe(true);
  });
});

test('a barcode and a category do not betray what is hidden', async () => {
  const { ask } = shop();
  const byBarcode = `{ variant(barcode: "${gtin}") { sku } }`;
  expect([await ask(byBarcode), await ask(byBarcode, {}, ada.headers)]).toEqual([null, { sku: 'SECRET' }]);
  const tree = '{ categories { slug children { slug } } }';
  const open = { slug: 'open-shelf', children: [] };
  expect(await ask(tree)).toEqual([open]);
  expect(await ask(tree, {}, ada.headers)).toEqual([open, { slug: 'vip', children: [{ slug: 'vip-shelf' }] }]);
  expect(await ask('{ category(slug: "vip-shelf") { name } }')).toBeNull();
  const shelf = '{ category(slug: "open-shelf") { products { nodes { slug } } } }';
  expect(await ask(shelf)).toEqual({ products: { nodes: [] } });
  const facets = '{ searchProducts(text: "shelf") { facets { values { kind values { value } } } } }';
  expect((await ask(facets)).facets.values).toEqual([]);
});

test('a product that is hidden while it lies in a cart can no longer be bought', async () => {
  const { id } = await aCartWith(shop(), { [String(variants['SWITCH'])]: '1' });
  await shop().ask(setCartContact, { input: { cartId: id, email: 'guest@example.test' } });
  await restrict('switch', { visibility: 'RESTRICTED', customerIds: [ada.id] });
  const cart = await shop().ask(cartById, { id });
  expect(cart.problems).toMatchObject([{ code: 'NOT_PURCHASABLE', severity: 'BLOCKING' }]);
  const order = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } userErrors { code path } } }`;
  const shown = { total: cart.totals.total.amount, fingerprint: cart.fingerprint };
  const payment = { provider: 'sandbox', instrument: 'approve' };
  const placed = await shop().ask(order, { input: { cartId: id, shown, payment, idempotencyKey: 'hidden-by-now' } });
  expect(placed).toMatchObject({ order: null, userErrors: [{ code: 'NOT_PURCHASABLE' }] });
  await restrict('switch', { visibility: 'PUBLIC' });
  expect((await shop().ask(cartById, { id })).problems).toEqual([]);
});

test('a product that is for other channels is not here, and opening its category shows it', async () => {
  const [web] = await shop().ask('{ channels { id } }', {}, shop().staff);
  const elsewhere = `chan_01J8ZZZZZZZZZZZZZZZZZZZZZZ`;
  const opens = doors['the search'];
  await restrict('switch', { visibility: 'PUBLIC', channelIds: [elsewhere] });
  expect(await opens?.('SWITCH', ada.headers)).toBe(false);
  await restrict('switch', { visibility: 'PUBLIC', channelIds: [elsewhere, web.id] });
  expect(await opens?.('SWITCH', everyone)).toBe(true);
  const { id } = await shop().ask('{ category(slug: "vip") { id } }', {}, shop().staff);
  await done('updateCategory', { id, assortment: { visibility: 'PUBLIC' } });
  expect(await opens?.('SHELF', everyone)).toBe(true);
  await done('updateCategory', { id, assortment: { visibility: 'RESTRICTED', customerIds: [ada.id] } });
  expect([await opens?.('SHELF', everyone), await opens?.('SHELF', ada.headers)]).toEqual([false, true]);
});

test('who may know of a product is shown to those who manage it, and to nobody else', async () => {
  const query = '{ product(slug: "secret") { assortment { visibility customerIds organizationIds groupIds channelIds } } }';
  const staffQuery = query.replace('slug: "secret"', 'slug: "secret", includeUnpublished: true');
  const assortment = {
    visibility: 'RESTRICTED',
    customerIds: [ada.id],
    organizationIds: [parent.id],
    groupIds: [],
    channelIds: [],
  };
  expect(await shop().ask(staffQuery, {}, shop().staff)).toEqual({ assortment });
  expect(await shop().ask(query, {}, ada.headers)).toEqual({ assortment: null });
});

test.each([
  [{ customerIds: ['grp_01J8ZZZZZZZZZZZZZZZZZZZZZZ'] }, 'assortment.customerIds.0'],
  [{ channelIds: ['web'] }, 'assortment.channelIds.0'],
])('an assortment names what there can be: %j', async (more, path) => {
  const answer = await shop().ask(
    'mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { id } userErrors { code path } } }',
    { input: { id: products['open'], assortment: { visibility: 'RESTRICTED', ...more } } },
    shop().staff,
  );
  expect(answer).toEqual({ product: null, userErrors: [{ code: 'INVALID', path: ['input', ...path.split('.')] }] });
});

test('a page takes as many statements for a shop with hidden products as for one without', async () => {
  const page = '{ products(first: 10) { nodes { name variants { sku price { amount } } } } }';
  await shop().ask(page, {}, ada.headers);
  expect(await countStatements(shop().postgres.database, () => shop().ask(page))).toBe(2);
});
