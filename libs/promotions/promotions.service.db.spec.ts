import { Broadcast } from '#platform/broadcast';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { demandOf, type PromotionInput } from './promotion.js';
import { readPromotions } from './promotions.repository.js';
import { PromotionsService } from './promotions.service.js';

const postgres = usingDatabase();
let promotions: PromotionsService;
let broadcast: Broadcast;
const context = aContext();
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;

beforeAll(() => {
  broadcast = new Broadcast(postgres.database, null);
  promotions = new PromotionsService(postgres.database, broadcast);
});

afterAll(async () => {
  await broadcast.close();
});

beforeEach(async () => {
  await sql('truncate promotion, counter, revision');
});

function tenPercent(more: PromotionInput = {}): PromotionInput {
  return { name: { en: 'Ten off' }, action: { type: 'percent_off_order', percent: '10' }, status: 'ACTIVE', ...more };
}

const counters = () => sql('select id, capacity, version from counter');

it('stores the code in its canonical form, and gives the rule that is priced with', async () => {
  const made = await promotions.create(tenPercent({ code: ' tenoff ' }), context);
  expect(made).toMatchObject({
    code: 'TENOFF',
    lane: 'ORDER',
    status: 'ACTIVE',
    version: 1n,
    action: { type: 'percent_off_order', percent: '10' },
  });
  const [terms] = await readPromotions(postgres.database);
  expect(terms).toMatchObject({ id: made.id, code: 'TENOFF', lane: 'ORDER', limited: false, version: 1n, validFrom: null });
  expect(await sql('select topic, version from revision')).toEqual([{ topic: 'rules', version: '1' }]);
});

it('limits uses by a counter that is made and changed with it', async () => {
  const made = await promotions.create(tenPercent({ code: 'A', usageLimit: 100 }), context);
  const id = `promotion:${made.id}`;
  expect(await counters()).toEqual([{ id, capacity: '100000', version: '1' }]);
  await promotions.update(made.id, { usageLimit: 150 }, context);
  expect(await counters()).toEqual([{ id, capacity: '150000', version: '2' }]);
  await promotions.update(made.id, { sequence: 3 }, context);
  expect(await counters()).toEqual([{ id, capacity: '150000', version: '2' }]);
  const terms = await readPromotions(postgres.database);
  expect(demandOf(terms)).toEqual([{ counterId: id, quantity: 1000n }]);
  await promotions.update(made.id, { usageLimit: null }, context);
  expect(demandOf(await readPromotions(postgres.database))).toEqual([]);
});

it('prices with active promotions only, and ends them for good', async () => {
  const draft = await promotions.create(tenPercent({ status: 'DRAFT', code: 'X' }), context);
  expect(await readPromotions(postgres.database)).toEqual([]);
  await promotions.update(draft.id, { status: 'ACTIVE' }, context);
  expect(await readPromotions(postgres.database)).toHaveLength(1);
  await promotions.archive(draft.id, context);
  expect(await readPromotions(postgres.database)).toEqual([]);
  expect(await refusal(promotions.update(draft.id, { sequence: 1 }, context))).toEqual({ code: 'WRONG_STATE', path: ['id'] });
  await promotions.create(tenPercent({ code: 'x' }), context);
});

it('writes and tells nothing when nothing changes', async () => {
  const made = await promotions.create(tenPercent(), context);
  expect(await promotions.update(made.id, tenPercent(), context)).toEqual(made);
  expect(await sql('select version from revision')).toEqual([{ version: '1' }]);
});

it('refuses what is wrong with its field, and keeps nothing of it', async () => {
  const made = await promotions.create(tenPercent({ code: 'A' }), context);
  const bad = (more: PromotionInput) => refusal(promotions.create(tenPercent(more), context));
  expect(await bad({ code: ' a ' })).toEqual({ code: 'ALREADY_EXISTS', path: ['code'] });
  expect(await bad({ code: 'a b' })).toEqual({ code: 'INVALID', path: ['code'] });
  expect(await bad({ code: 'x'.repeat(65) })).toEqual({ code: 'INVALID', path: ['code'] });
  expect(await bad({ name: {} })).toEqual({ code: 'INVALID', path: ['name'] });
  expect(await bad({ action: { type: 'give_all' } })).toEqual({ code: 'INVALID', path: ['action', 'type'] });
  expect(await bad({ action: { type: 'percent_off_order', percent: '101' } })).toEqual({
    code: 'INVALID',
    path: ['action', 'percent'],
  });
  expect(await bad({ lane: 'SHIPPING' })).toEqual({ code: 'INVALID', path: ['action'] });
  expect(await bad({ conditions: [{ type: 'full_moon' }] })).toEqual({ code: 'INVALID', path: ['conditions', 0, 'type'] });
  expect(await bad({ usageLimit: 0 })).toEqual({ code: 'INVALID', path: ['usageLimit'] });
  expect(await bad({ validFrom: new Date(2), validTo: new Date(2) })).toEqual({ code: 'INVALID', path: ['validTo'] });
  const stale = promotions.update(made.id, { expectedVersion: 9n }, context);
  expect(await refusal(stale)).toEqual({ code: 'STALE_VERSION', path: ['expectedVersion'] });
  expect(await sql('select count(*)::int n, (select sum(version)::int from revision) revision from promotion')).toEqual([
    { n: 1, revision: 1 },
  ]);
  expect(await counters()).toEqual([]);
});

it('lists by pages and status', async () => {
  for (const sequence of [1, 2, 3]) await promotions.create(tenPercent({ sequence }), context);
  const first = await promotions.promotions({ first: 2, status: 'ACTIVE' });
  const second = await promotions.promotions({ first: 2, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...second.nodes].map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect((await promotions.promotions({ status: 'DRAFT' })).nodes).toEqual([]);
});
