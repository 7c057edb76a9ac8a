import {
  fromJson,
  priceBasket,
  rulesOf,
  termsFrom,
  type BasketLine,
  type Json as Text,
  type PricedBasket,
  type RuleSnapshot,
  type StoredRules,
} from '#engine';
import { stranger, type CurrencyCode, type Id } from '#kernel';
import type { Json } from '../support/api.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { createCart } from '../support/requests.js';
import { usingShop, type TestShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';
import { countStatements } from '../support/statements.js';
import { anotherTill, aSale, aStore, type TestTill } from '../support/tills.js';

const current = usingShop(
  aShop({
    things: { MUG: { price: '12.90', stock: 50 }, POT: { price: '40.00', stock: 50 }, PAN: { price: '0.99', stock: 50 } },
    codes: [{ code: 'TEN', percent: '10', usageLimit: 100 }],
  }),
);
let shop: TestShop;
let till: TestTill;
let place: { readonly channelId: string; readonly locationId: string };

beforeAll(async () => {
  shop = current();
  place = await aStore(shop);
  till = await anotherTill(shop, place);
});

const signed = 'version content signature { keyId value }';
const askRules = (since: string | null = null, headers = till.headers, locationId: string | null = null): Promise<Json> =>
  shop.ask(
    `query ($since: String, $locationId: ID) { ruleSnapshot(since: $since, locationId: $locationId) { id since expiresAt ${signed} } }`,
    { since, locationId },
    headers,
  );
const askPrices = (first: number, after: string | null = null): Promise<Json> =>
  shop.ask(
    `query ($first: Int, $after: String) { snapshotPrices(first: $first, after: $after) { next ${signed} } }`,
    { first, after },
    till.headers,
  );

/** As a till does: with the public key and nothing else. */
async function verified({ content, signature }: Json, keys: readonly Json[]): Promise<boolean> {
  const { crv, kty, x } = keys.find(({ kid }: Json) => kid === signature.keyId) ?? {};
  const key = await crypto.subtle.importKey('jwk', { crv, kty, x }, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, Buffer.from(signature.value, 'base64url'), new TextEncoder().encode(content));
}
const publicKeys = (): Promise<Json> => shop.ask('{ signatureKeys { kid kty crv x } }');
const rulesIn = ({ content }: Json, known: StoredRules | null = null): StoredRules =>
  rulesOf(fromJson(content as Text<RuleSnapshot>), known);

async function pricesOf(size: number): Promise<Json[]> {
  const found: Json[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: Json = await askPrices(size, after);
    found.push(...fromJson(page.content as Text<Json>).variants);
    after = page.next;
    more = page.next !== null;
  }
  return found;
}

const wished = { MUG: 3, POT: 2, PAN: 1 };
type Wished = Readonly<Record<string, number>>;
const cents = (amount: bigint): string => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;

/** What a till comes to with a snapshot and the pages of prices, and nothing else. */
async function alone(snapshot: Json, wish: Wished): Promise<PricedBasket> {
  const sold = await pricesOf(2);
  const lines = Object.entries(wish).map(([sku, count]): BasketLine => {
    const { variantId, taxClassId, prices, item } = sold.find((each: Json) => each.sku === sku) ?? {};
    const { floors, ...facts } = item;
    return {
      ...{ id: sku, variantId, taxClassId, prices, quantity: BigInt(count) * 1000n },
      item: { ...facts, floorPrice: floors.EUR ?? null },
    };
  });
  return priceBasket(
    termsFrom(rulesIn(snapshot)),
    {
      ...{ currency: 'EUR' as CurrencyCode, buyer: stranger, locationId: place.locationId as Id<'location'>, lines },
      ...{ codes: ['TEN'], shippingMethodId: null, country: 'DE' },
    },
    Date.now(),
  );
}

/** What the shop says that it costs. */
async function asked(wish: Wished): Promise<string> {
  const lines = Object.entries(wish).map(([sku, count]) => ({ sku, quantity: String(count) }));
  const { cart } = await shop.ask(createCart, { input: { lines, codes: ['TEN'] } }, till.headers);
  return cart.totals.total.amount;
}

test('a till loads, verifies and prices on its own to the cent what the shop would say', async () => {
  await staffOf(shop).done('createPromotion', {
    name: 'Two pans',
    lane: 'ITEM',
    action: { type: 'n_for_m', take: 2, pay: 1 },
    conditions: [{ type: 'minimum_amount', amounts: { EUR: '20.00' } }],
  });
  await within(5000, async () => rulesIn(await askRules()).promotions.length === 2);
  const [snapshot, keys] = [await askRules(), await publicKeys()];
  expect(await verified(snapshot, keys)).toBe(true);
  expect(await verified({ ...snapshot, content: snapshot.content.replace('EUR', 'USD') }, keys)).toBe(false);
  expect(await verified(await askPrices(2), keys)).toBe(true);
  const { id, since, expiresAt, version } = snapshot;
  expect(fromJson(snapshot.content as Text<Json>)).toMatchObject({
    id,
    since: null,
    locationId: place.locationId,
    version: BigInt(version),
  });
  expect(since).toBeNull();
  expect(Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000)).toBe(24);

  const [offline, online] = [await alone(snapshot, wished), await asked(wished)];
  expect(offline.totals.discount).toBeGreaterThan(0n);
  expect(cents(offline.totals.total)).toBe(online);
});

test('a till prices alone what is given on some items: by category, collection, attribute and least price', async () => {
  const { done } = staffOf(shop);
  const slugs = ['mug', 'pot', 'pan'];
  const [mug, pot, pan] = await Promise.all(
    slugs.map(
      async (slug): Promise<string> => (await shop.ask('query ($slug: String!) { product(slug: $slug) { id } }', { slug })).id,
    ),
  );
  const { category } = await done('createCategory', { slug: 'kitchen', name: 'Kitchen' }, 'category { id }');
  await done('createCategory', { slug: 'pots', name: 'Pots', parentSlug: 'kitchen' });
  await done('updateProduct', { id: pot, categorySlugs: ['pots'] });
  const { collection } = await done('createCollection', { slug: 'top', name: 'Top' }, 'collection { id }');
  await done('setCollectionProducts', { collectionId: collection.id, productIds: [pan] });
  await done('createAttribute', { code: 'color', name: 'Colour', type: 'TEXT' });
  await done('updateProduct', { id: mug, attributes: [{ code: 'color', values: ['red'] }] });
  const variants = await variantsBySku(shop);
  await done('setFloorPrices', { floorPrices: [{ variantId: variants['POT'], currency: 'EUR', amount: '35.00' }] });
  const off = (percent: string, items: object) =>
    done('createPromotion', { name: percent, lane: 'ITEM', action: { type: 'percent_off_items', percent, items } });
  const before = rulesIn(await askRules()).promotions.length;
  await off('20', { type: 'category', ids: [category.id] });
  await off('30', { type: 'collection', ids: [collection.id] });
  await off('40', { type: 'attribute', code: 'color', values: ['red'] });
  await within(5000, async () => rulesIn(await askRules()).promotions.length === before + 3);
  const offline = await alone(await askRules(), wished);
  const had = offline.lines.map(({ discounts }) => discounts.length);
  expect(had.every((often) => often > 0)).toBe(true);
  expect(cents(offline.totals.total)).toBe(await asked(wished));
});

test('what has changed since is told, and comes to the same rules', async () => {
  const before = await askRules();
  const known = rulesIn(before);
  await staffOf(shop).done('createPromotion', { name: 'Five', action: { type: 'percent_off_order', percent: '5' } });
  await within(5000, async () => (await askRules()).version !== before.version);
  const [delta, whole] = [await askRules(before.id), await askRules()];
  expect([delta.since, delta.id, whole.since]).toEqual([before.id, whole.id, null]);
  expect(delta.content.length).toBeLessThan(whole.content.length);
  expect(fromJson(delta.content as Text<RuleSnapshot>).rules.promotions).toHaveLength(1);
  expect(await verified(delta, await publicKeys())).toBe(true);
  expect(rulesIn(delta, known).promotions).toHaveLength(rulesIn(whole).promotions.length);
  // nothing has changed, and nobody knows the one before
  expect(fromJson((await askRules(whole.id)).content as Text<RuleSnapshot>).rules.promotions).toEqual([]);
  expect((await askRules('never-given')).since).toBeNull();
});

test('a sale says by which snapshot it was priced', async () => {
  const { id } = await askRules();
  const [{ variantId }] = await pricesOf(1);
  const [sale] = await till.recorded([{ ...aSale(1, [{ variantId, units: 1, cents: 1290 }]), snapshotId: id }]);
  const { rows } = await shop.postgres.database.pool.query('select snapshot_id from till_sale where id = $1', [sale?.id]);
  expect(rows).toEqual([{ snapshot_id: id }]);
});

test('of contracts a till is told nothing; of another store neither', async () => {
  const { done } = staffOf(shop);
  const { organization } = await done('createOrganization', { code: 'acme' }, 'organization { id }');
  await done('createPriceList', { code: 'acme', currency: 'EUR', audience: { organizationIds: [organization.id] } });
  await done('createPriceList', { code: 'open', currency: 'EUR' });
  const codes = async (): Promise<string[]> => rulesIn(await askRules()).lists.map(({ code }) => code);
  expect(await within(5000, async () => (await codes()).includes('open'))).toBe(true);
  expect(await codes()).not.toContain('acme');
  expect((await askRules()).content).not.toContain(String(organization.id));
  await expect(askRules(null, till.headers, 'loc_other')).rejects.toThrow('NOT_FOUND');
  await expect(askPrices(0)).rejects.toThrow('INVALID');
  await expect(askPrices(1001)).rejects.toThrow('INVALID');
});

test('a snapshot takes no statement, a page of prices one', async () => {
  await askRules();
  // that the till's key is still good is asked once a second
  const least = async (work: () => Promise<unknown>): Promise<number> => {
    const count = () => countStatements(shop.postgres.database, work);
    return Math.min(await count(), await count());
  };
  expect([await least(() => askRules()), await least(() => askPrices(100))]).toEqual([0, 1]);
});
