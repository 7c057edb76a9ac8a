import { createHash } from 'node:crypto';
import { fromJson, priceBasket, rulesOf, termsFrom, type Json as Text, type RuleSnapshot, type TaxRelief } from '#engine';
import { stranger, type CurrencyCode, type Id } from '#kernel';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { expectBooksToBalance } from '../support/books.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { ago, anotherTill, aSale, aStore, factsOf, orderWithReceipt, type TestTill } from '../support/tills.js';

const shop = usingShop(aShop({ things: { MUG: { price: '119.00', stock: 100 } } }));
let till: TestTill;
let place: { readonly channelId: string; readonly locationId: string };
let relief: Json;

beforeAll(async () => {
  place = await aStore(shop());
  till = await anotherTill(shop(), place);
  const ada = await aCustomer(shop(), 'ada@example.test');
  const made = await staffOf(shop()).done(
    'createTaxRelief',
    { customerId: ada.id, kind: 'EXEMPT', number: 'CERT-7' },
    'taxRelief { id version }',
  );
  relief = made.taxRelief;
});
afterEach(() => expectBooksToBalance(shop().postgres.database));

/** Sells a mug for what it costs without its tax. */
const freed = (sequence: number, more: object = {}): Json => ({
  ...aSale(sequence, []),
  lines: [{ sku: 'MUG', quantity: '1', unitPrice: '100.00', tax: '0.00' }],
  tenders: [{ kind: 'CASH', amount: '100.00' }],
  totals: { tax: '0.00', total: '100.00' },
  ...more,
});
const oddities = ({ exceptions }: Json): Json =>
  Object.fromEntries(exceptions.map(({ kind, facts }: Json) => [kind, factsOf(facts)]));

test('a till that is alone knows a certificate that is shown, and takes no tax', async () => {
  const signed = 'content signature { keyId value }';
  const page = await shop().ask(`{ snapshotCertificates { next ${signed} } }`, {}, till.headers);
  const keys: readonly Json[] = await shop().ask('{ signatureKeys { kid kty crv x } }');
  const { crv, kty, x } = keys.find(({ kid }) => kid === page.signature.keyId) ?? {};
  const key = await crypto.subtle.importKey('jwk', { crv, kty, x }, 'Ed25519', false, ['verify']);
  const bytes = new TextEncoder().encode(page.content);
  expect(await crypto.subtle.verify('Ed25519', key, Buffer.from(page.signature.value, 'base64url'), bytes)).toBe(true);
  expect([page.next, page.content.includes('CERT-7')]).toEqual([null, false]);
  const { certificates } = fromJson(page.content as Text<{ certificates: readonly (TaxRelief & { numberHash: string })[] }>);
  const shown = createHash('sha256').update('CERT-7').digest('hex');
  const found = certificates.filter(({ numberHash }) => numberHash === shown).map((each) => ({ ...each, proof: 'CERT-7' }));
  expect(found).toHaveLength(1);

  const { content } = await shop().ask(`{ ruleSnapshot { ${signed} } }`, {}, till.headers);
  const rules = rulesOf(fromJson(content as Text<RuleSnapshot>), null);
  const prices = await shop().ask(`{ snapshotPrices { ${signed} } }`, {}, till.headers);
  const [mug] = fromJson(prices.content as Text<{ variants: Json[] }>).variants;
  const priced = priceBasket(
    termsFrom(rules),
    {
      currency: 'EUR' as CurrencyCode,
      buyer: stranger,
      locationId: place.locationId as Id<'location'>,
      codes: [],
      shippingMethodId: null,
      country: 'DE',
      taxReliefs: found,
      lines: [{ id: '1', variantId: mug.variantId, taxClassId: mug.taxClassId, prices: mug.prices, quantity: 1000n }],
    },
    Date.now(),
  );
  expect(priced.totals).toMatchObject({ net: 10_000n, tax: 0n, total: 10_000n });
});

test('what it sold so is as it should be, and the order bears no tax', async () => {
  const [sale] = await till.recorded([freed(1, { certificate: ' CERT-7 ' })]);
  expect(sale.exceptions).toEqual([]);
  const order = await shop().ask(orderWithReceipt, { id: sale.orderId }, till.headers);
  expect(order.totals).toEqual({
    net: { amount: '100.00' },
    tax: { amount: '0.00' },
    total: { amount: '100.00', currency: 'EUR' },
  });
  const { rows } = await shop().postgres.database.pool.query<Json>(
    `select receipt->>'certificate' certificate, expected->'basket'->'taxReliefs'->0->>'proof' proof from till_sale`,
  );
  expect(rows).toEqual([{ certificate: 'CERT-7', proof: 'CERT-7' }]);
});

test('a certificate that nobody knows, or that was over, frees nothing: the store is told', async () => {
  const { results } = await till.push([freed(2, { certificate: 'CERT-8' }), freed(3)]);
  expect(oddities(results[0].sale)).toMatchObject({
    RELIEF_REFUSED: { reason: 'UNKNOWN' },
    TAX_VARIANCE: { charged: '0.00', expected: '15.97' },
  });
  expect(oddities(results[1].sale)).not.toHaveProperty('RELIEF_REFUSED');
  await staffOf(shop()).done('endTaxRelief', { id: relief.id, validTo: ago(3600) });
  const late = await till.push([freed(4, { certificate: 'CERT-7' }), freed(5, { certificate: 'CERT-7', soldAt: ago(7200) })]);
  expect(oddities(late.results[0].sale)).toMatchObject({ RELIEF_REFUSED: { reason: 'ENDED' } });
  expect(late.results[1].sale.exceptions).toEqual([]);
});

test('who keeps, ends and checks a relief is on record, without what it says', async () => {
  const { rows } = await shop().postgres.database.pool.query(
    `select aggregate_version::int version, actor, payload->'changed' changed, payload->>'kind' kind, payload::text like '%CERT%' told
     from outbox where type = 'tax_relief.changed' and aggregate_id = $1 order by aggregate_version`,
    [relief.id],
  );
  const by = { actor: expect.stringMatching(/^staff:/), kind: 'EXEMPT', told: false };
  expect(rows).toEqual([
    { ...by, version: 1, changed: ['created'] },
    { ...by, version: 2, changed: ['validTo'] },
  ]);
});
