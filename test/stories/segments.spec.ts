import { TermsService } from '#terms';
import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { onlyError } from '../support/buyer.js';
import { variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { priceBasket } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 10 }, POT: { price: '20.00', stock: 10 } } }));

let mug: string;
let pot: string;
let segmentId: string;
let ann: TestCustomer;
let bob: TestCustomer;

const change = `mutation ($input: ChangeSegmentMembersInput!) { changeSegmentMembers(input: $input) {
  segment { version } added removed userErrors { code message path facts { name value } } } }`;
const members = (input: object): Promise<Json> => shop().ask(change, { input: { segmentId, ...input } }, shop().staff);

beforeAll(async () => {
  ({ MUG: mug = '', POT: pot = '' } = await variantsBySku(shop()));
  const { done, setPrice } = staffOf(shop());
  ann = await aCustomer(shop(), 'ann@example.test');
  bob = await aCustomer(shop(), 'bob@example.test');
  ({
    segment: { id: segmentId },
  } = await done('createSegment', { code: 'lapsed', name: 'Lapsed' }, 'segment { id }'));
  await done('createPriceList', { code: 'come-back', currency: 'EUR', audience: { segmentIds: [segmentId] } });
  await setPrice('come-back', mug, '7.00');
  const action = { type: 'percent_off_items', percent: '50', items: { type: 'variant', ids: [pot] } };
  await done('createPromotion', { name: 'Come back', conditions: [{ type: 'segment', ids: [segmentId] }], action });
  await shop().app.get(TermsService, { strict: false }).refresh();
}, 60_000);

/** What a mug and a pot cost. */
async function costs(headers: Readonly<Record<string, string>>): Promise<string[]> {
  const lines = [mug, pot].map((variantId) => ({ variantId, quantity: '1' }));
  const basket = await shop().ask(priceBasket, { input: { lines } }, headers);
  return basket.lines.map((line: Json) => line.total.amount);
}

test('prices and promotions of a segment are its members’, within a second of who comes and goes', async () => {
  expect([await costs({}), await costs(ann.headers)]).toEqual([
    ['10.00', '20.00'],
    ['10.00', '20.00'],
  ]);
  expect(await members({ add: [ann.id, bob.id, ann.id] })).toEqual({
    segment: { version: 2 },
    added: 2,
    removed: 0,
    userErrors: [],
  });
  expect(await within(1500, async () => (await costs(ann.headers)).join() === '7.00,10.00')).toBe(true);
  expect(await costs({})).toEqual(['10.00', '20.00']);
  const page = 'query ($segmentId: ID!) { segmentMembers(segmentId: $segmentId) { nodes { id } } }';
  expect((await shop().ask(page, { segmentId }, shop().staff)).nodes).toEqual([{ id: bob.id }, { id: ann.id }]);
  expect(await members({ add: [bob.id], remove: [ann.id] })).toMatchObject({ segment: { version: 3 }, added: 0, removed: 1 });
  expect(await within(1500, async () => (await costs(ann.headers)).join() === '10.00,20.00')).toBe(true);
  expect(await costs(bob.headers)).toEqual(['7.00', '10.00']);
  // nobody comes, nobody goes: nothing is told
  expect(await members({ add: [bob.id], remove: [ann.id] })).toMatchObject({ segment: { version: 3 }, added: 0, removed: 0 });
  const { rows } = await shop().postgres.database.pool.query<Json>(
    `select aggregate_version::int version, payload from outbox where type = 'segment.changed' order by 1`,
  );
  expect(rows).toEqual([
    { version: 1, payload: { segmentId, changed: ['created'], added: 0, removed: 0 } },
    { version: 2, payload: { segmentId, changed: ['members'], added: 2, removed: 0 } },
    { version: 3, payload: { segmentId, changed: ['members'], added: 0, removed: 1 } },
  ]);
});

test('the page of a product shows the price of the segment as well', async () => {
  const page = '{ product(slug: "mug") { variants { price { amount source { list level } } } } }';
  await members({ add: [bob.id] });
  const [{ price }] = (await shop().ask(page, {}, bob.headers)).variants;
  expect(price).toEqual({ amount: '7.00', source: { list: 'come-back', level: 'SEGMENT' } });
});

test('what cannot be is refused by name, and nothing is kept of it', async () => {
  const kept = async () => (await shop().postgres.database.pool.query('select * from segment_member order by 1, 2')).rows;
  const before = await kept();
  const nobody = `cus_${'0'.repeat(26)}`;
  expect(onlyError(await members({ add: [ann.id, nobody] }))).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'add', '1'] });
  expect(onlyError(await members({ add: [ann.id], remove: [ann.id] }))).toMatchObject({
    code: 'INVALID',
    path: ['input', 'remove', '0'],
  });
  const many = Array.from({ length: 1001 }, () => ann.id);
  expect(onlyError(await members({ add: many }))).toMatchObject({
    code: 'INVALID',
    path: ['input', 'add'],
    facts: { max: '1000' },
  });
  expect(onlyError(await members({ segmentId: `seg_${'0'.repeat(26)}` }))).toMatchObject({
    code: 'NOT_FOUND',
    path: ['input', 'segmentId'],
  });
  expect(await kept()).toEqual(before);
  const make = `mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { segment { id } userErrors { code message path facts { name value } } } }`;
  const again = await shop().ask(make, { input: { code: 'lapsed', name: 'Again' } }, shop().staff);
  expect(onlyError(again)).toMatchObject({ code: 'ALREADY_EXISTS', path: ['input', 'code'] });
  const rename = `mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { segment { name version } userErrors { code message path facts { name value } } } }`;
  const stale = await shop().ask(rename, { input: { id: segmentId, name: 'Gone', expectedVersion: 1 } }, shop().staff);
  expect(onlyError(stale)).toMatchObject({ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] });
  const promotion = { name: 'X', conditions: [{ type: 'segment', ids: [`seg_${'1'.repeat(26)}`] }] };
  const create = `mutation ($input: CreatePromotionInput!) { createPromotion(input: $input) { userErrors { code message path facts { name value } } } }`;
  const unknown = await shop().ask(
    create,
    { input: { ...promotion, action: { type: 'percent_off_order', percent: '1' } } },
    shop().staff,
  );
  expect(onlyError(unknown)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'conditions', '0', 'ids', '0'] });
});

test('whoever is erased is in no segment', async () => {
  const cy = await aCustomer(shop(), 'cy@example.test');
  expect(await members({ add: [cy.id] })).toMatchObject({ added: 1 });
  await staffOf(shop()).done('eraseCustomer', { id: cy.id });
  const { rows } = await shop().postgres.database.pool.query('select from segment_member where customer_id = $1', [cy.id]);
  expect(rows).toEqual([]);
  expect(onlyError(await members({ add: [cy.id] }))).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'add', '0'] });
});
