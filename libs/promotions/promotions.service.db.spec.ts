import { currencyOf } from '#kernel';
import { refusal } from '../../test/support/context.js';
import { usingPromotions } from '../../test/support/promotions.js';
import { countStatements } from '../../test/support/statements.js';
import type { PromotionInput } from './promotion.js';
import { PromotionGroupsService } from './promotion-groups.service.js';
import { readPromotions } from './promotions.repository.js';
import type { PromotionsService } from './promotions.service.js';
import { demandOf, type Use } from './uses.js';

const { postgres, sql, context, services } = usingPromotions();
let promotions: PromotionsService;
let groups: PromotionGroupsService;

beforeAll(() => {
  const { broadcast } = services();
  ({ promotions } = services());
  groups = new PromotionGroupsService(postgres.database, broadcast);
});

function tenPercent(more: PromotionInput = {}): PromotionInput {
  return { name: { en: 'Ten off' }, action: { type: 'percent_off_order', percent: '10' }, status: 'ACTIVE', ...more };
}

const counters = () => sql('select id, capacity, version from counter order by id');
const kept = async () => ({ tables: await sql('select * from promotion order by id'), told: await sql('select id from outbox') });

it('stores codes as they are written, and gives the rule that is priced with', async () => {
  const made = await promotions.create(tenPercent({ codes: [' TenOff ', 'ten-more'] }), context);
  expect(made).toMatchObject({ codes: ['TenOff', 'ten-more'], lane: 'ORDER', status: 'ACTIVE', version: 1n });
  const [terms] = await readPromotions(postgres.database);
  expect(terms).toMatchObject({ id: made.id, code: 'TenOff', codes: ['TenOff', 'ten-more'], limited: false, version: 1n });
  expect(await sql('select topic, version from revision')).toEqual([{ topic: 'rules', version: '1' }]);
  const changed = await promotions.update(made.id, { codes: ['ten-more', 'Third'] }, context);
  expect(changed.codes).toEqual(['ten-more', 'Third']);
});

it('keeps every field of a rule', async () => {
  const group = await groups.create({ name: 'Best of spring', mode: 'HIGHEST' }, context);
  const more = {
    groupId: group.id,
    stacking: 'STOPS',
    maxDiscount: { EUR: '60', JPY: '9000' },
    reducesTaxBase: false,
    usageLimitPerPerson: 2,
    budget: { EUR: '10000.00' },
    budgetEnd: 'PARTIAL',
    window: { from: '2027-03-28T00:00', to: '2027-03-29T00:00', timeZone: 'Europe/Amsterdam' },
  } as const;
  const made = await promotions.create(tenPercent(more), context);
  expect(made).toMatchObject({ ...more, maxDiscount: { EUR: '60.00', JPY: '9000' } });
  // the clocks are put forward that night: the day has 23 hours
  expect(made.validFrom).toEqual(new Date('2027-03-27T23:00:00Z'));
  expect(made.validTo).toEqual(new Date('2027-03-28T22:00:00Z'));
  const [terms] = await readPromotions(postgres.database);
  expect(terms).toMatchObject({
    groupId: group.id,
    stacking: 'STOPS',
    reducesTaxBase: false,
    perPerson: 2,
    budget: { currencies: ['EUR'], last: 'PARTIAL' },
    validFrom: Date.parse('2027-03-27T23:00:00Z'),
  });
  expect([...(terms?.maxDiscount ?? [])]).toEqual([
    ['EUR', 6000n],
    ['JPY', 9000n],
  ]);
  expect(await counters()).toEqual([{ id: `promotion_budget:${made.id}:EUR`, capacity: '1000000', version: '1' }]);
  const stored = await promotions.update(made.id, { window: { from: '2027-10-31', to: '2027-11-01' } }, context);
  expect(stored.window).toEqual({ from: '2027-10-31T00:00', to: '2027-11-01T00:00', timeZone: null });
  // somewhere it begins fourteen hours before it does in London, and ends twelve hours after
  expect([stored.validFrom, stored.validTo]).toEqual([new Date('2027-10-30T10:00:00Z'), new Date('2027-11-01T12:00:00Z')]);
  const [local] = await readPromotions(postgres.database);
  expect(local?.local).toEqual({ from: '2027-10-31T00:00', to: '2027-11-01T00:00' });
});

it('limits uses by a counter that is made and changed with it', async () => {
  const made = await promotions.create(tenPercent({ codes: ['A'], usageLimit: 100 }), context);
  const id = `promotion:${made.id}`;
  expect(await counters()).toEqual([{ id, capacity: '100000', version: '1' }]);
  await promotions.update(made.id, { usageLimit: 150 }, context);
  expect(await counters()).toEqual([{ id, capacity: '150000', version: '2' }]);
  await promotions.update(made.id, { sequence: 3 }, context);
  expect(await counters()).toEqual([{ id, capacity: '150000', version: '2' }]);
  const used = async (): Promise<Use[]> =>
    (await readPromotions(postgres.database)).map(({ id: promotionId, limited }) => ({ promotionId, limited, amount: 1n }));
  expect(demandOf(await used(), currencyOf('EUR'), null)).toEqual([{ counterId: id, quantity: 1000n }]);
  await promotions.update(made.id, { usageLimit: null }, context);
  expect(demandOf(await used(), currencyOf('EUR'), null)).toEqual([]);
});

it('prices with active promotions only, and ends them for good', async () => {
  const draft = await promotions.create(tenPercent({ status: 'DRAFT', codes: ['X'] }), context);
  expect(await readPromotions(postgres.database)).toEqual([]);
  await promotions.publish(draft.id, {}, context);
  expect(await readPromotions(postgres.database)).toHaveLength(1);
  await promotions.archive(draft.id, context);
  expect(await readPromotions(postgres.database)).toEqual([]);
  expect(await refusal(promotions.update(draft.id, { sequence: 1 }, context))).toEqual({ code: 'WRONG_STATE', path: ['id'] });
  await promotions.create(tenPercent({ codes: ['x'] }), context);
});

it('reads those that are active among some as it reads all', async () => {
  const made = await promotions.create(tenPercent({ codes: ['A', 'B'] }), context);
  const other = await promotions.create(tenPercent({ sequence: 2 }), context);
  const draft = await promotions.create(tenPercent({ status: 'DRAFT' }), context);
  const among = async (...ids: string[]) => (await readPromotions(postgres.database, ids)).map(({ id, codes }) => [id, codes]);
  expect(await among(made.id, draft.id, 'promo_none')).toEqual([[made.id, ['A', 'B']]]);
  expect((await readPromotions(postgres.database)).map(({ id }) => id).sort()).toEqual([made.id, other.id].sort());
  expect(await among()).toEqual([]);
});

it('publishes from a later instant on, and not what would be over', async () => {
  const draft = await promotions.create(tenPercent({ status: 'DRAFT', validTo: new Date('2020-01-01') }), context);
  const before = await kept();
  expect(await refusal(promotions.publish(draft.id, {}, context))).toEqual({ code: 'INVALID', path: ['validTo'] });
  const window = { from: '2001-01-01', to: '2001-02-01', timeZone: 'Europe/Amsterdam' };
  expect(await refusal(promotions.publish(draft.id, { window }, context))).toEqual({ code: 'INVALID', path: ['window', 'to'] });
  expect(await kept()).toEqual(before);
  await promotions.publish(draft.id, { validFrom: new Date('2999-01-01'), validTo: null }, context);
  expect((await promotions.promotions({ status: 'SCHEDULED' })).nodes).toMatchObject([{ id: draft.id, status: 'ACTIVE' }]);
  expect((await promotions.promotions({ status: 'ACTIVE' })).nodes).toEqual([]);
});

it('writes and tells nothing when nothing changes', async () => {
  const made = await promotions.create(tenPercent(), context);
  const before = await kept();
  expect(await promotions.update(made.id, tenPercent(), context)).toEqual(made);
  expect(await kept()).toEqual(before);
  expect(await sql('select version from revision')).toEqual([{ version: '1' }]);
});

it('refuses what is wrong with its field, and keeps nothing of it', async () => {
  const made = await promotions.create(tenPercent({ codes: ['A'] }), context);
  const before = await kept();
  const bad = (more: PromotionInput) => refusal(promotions.create(tenPercent(more), context));
  const invalid = (...path: (string | number)[]) => ({ code: 'INVALID', path });
  expect(await bad({ codes: ['B', ' a '] })).toEqual({ code: 'ALREADY_EXISTS', path: ['codes', 1] });
  expect(await bad({ codes: ['b', 'B'] })).toEqual({ code: 'ALREADY_EXISTS', path: ['codes', 1] });
  expect(await bad({ codes: ['a b'] })).toEqual(invalid('codes', 0));
  expect(await bad({ codes: ['x'.repeat(65)] })).toEqual(invalid('codes', 0));
  expect(await bad({ name: {} })).toEqual(invalid('name'));
  expect(await bad({ action: { type: 'give_all' } })).toEqual(invalid('action', 'type'));
  expect(await bad({ action: { type: 'percent_off_order', percent: '101' } })).toEqual(invalid('action', 'percent'));
  expect(await bad({ action: { type: 'percent_off_order', percent: '10', precent: '1' } })).toEqual(invalid('action', 'precent'));
  const tiers = [
    { from: { EUR: '100.00' }, percent: '10' },
    { from: { EUR: '100.00' }, percent: '20' },
  ];
  expect(await bad({ action: { type: 'tiered_spend', tiers } })).toEqual(invalid('action', 'tiers', 1, 'from', 'EUR'));
  expect(await bad({ lane: 'SHIPPING' })).toEqual(invalid('action'));
  expect(await bad({ conditions: [{ type: 'full_moon' }] })).toEqual(invalid('conditions', 0, 'type'));
  expect(await bad({ usageLimit: 0 })).toEqual(invalid('usageLimit'));
  expect(await bad({ usageLimitPerPerson: 0 })).toEqual(invalid('usageLimitPerPerson'));
  expect(await bad({ maxDiscount: { EUR: '-1.00' } })).toEqual(invalid('maxDiscount', 'EUR'));
  expect(await bad({ budget: { XYZ: '1.00' } })).toEqual(invalid('budget', 'XYZ'));
  expect(await bad({ validFrom: new Date(2), validTo: new Date(2) })).toEqual(invalid('validTo'));
  expect(await bad({ window: { from: '2999-02-01', to: '2999-01-01' } })).toEqual(invalid('window', 'to'));
  expect(await bad({ window: { from: '2999-02-30' } })).toEqual(invalid('window', 'from'));
  expect(await bad({ window: { from: '2999-02-01', timeZone: 'Mars/Base' } })).toEqual(invalid('window', 'timeZone'));
  expect(await bad({ window: {} })).toEqual(invalid('window'));
  expect(await bad({ window: { from: '2999-02-01' }, validTo: new Date() })).toEqual(invalid('window'));
  expect(await bad({ groupId: 'pgrp_none' })).toEqual({ code: 'NOT_FOUND', path: ['groupId'] });
  const stale = promotions.update(made.id, { expectedVersion: 9n }, context);
  expect(await refusal(stale)).toEqual({ code: 'STALE_VERSION', path: ['expectedVersion'] });
  expect(await kept()).toEqual(before);
  expect(await counters()).toEqual([]);
});

it('refuses what can never apply', async () => {
  const least = { type: 'minimum_amount', amounts: { EUR: '60.00' } };
  const most = { type: 'maximum_amount', amounts: { EUR: '50.00' } };
  const bad = (conditions: unknown) => refusal(promotions.create(tenPercent({ conditions }), context));
  expect(await bad([least, most])).toEqual({ code: 'INVALID', path: ['conditions', 1] });
  expect(await bad([least, { type: 'any', conditions: [] }])).toEqual({ code: 'INVALID', path: ['conditions', 1, 'conditions'] });
  const items = { type: 'category', ids: ['cat_none'] };
  expect(await bad([{ ...least, items }])).toEqual({ code: 'NOT_FOUND', path: ['conditions', 0, 'items', 'ids', 0] });
  const inside = { type: 'any', conditions: [{ type: 'channel', ids: [context.channel.id] }, least] };
  expect(await bad([inside])).toEqual({ code: 'NOT_FOUND', path: ['conditions', 0, 'conditions', 0, 'ids', 0] });
  const gift = { action: { type: 'gift', variantId: 'var_none', quantity: 1 } };
  expect(await refusal(promotions.create(tenPercent(gift), context))).toEqual({
    code: 'NOT_FOUND',
    path: ['action', 'variantId'],
  });
  expect(await sql('select id from promotion')).toEqual([]);
});

it('asks once whether what is named is there, however much that is', async () => {
  await sql(`insert into category (id, slug, name) select 'cat_' || n, n, '{}' from generate_series(1, 100) n`);
  const ids = Array.from({ length: 100 }, (_, n) => `cat_${n + 1}`);
  const naming = (named: readonly string[]) => ({ conditions: [{ type: 'contains', items: { type: 'category', ids: named } }] });
  const one = await countStatements(postgres.database, () => promotions.create(tenPercent(naming(ids.slice(0, 1))), context));
  const hundred = await countStatements(postgres.database, () => promotions.create(tenPercent(naming(ids)), context));
  expect(hundred).toBe(one);
  // what is deleted afterwards is no reason to refuse other changes
  await sql('delete from category');
  const { nodes } = await promotions.promotions({});
  for (const { id } of nodes) await promotions.update(id, { sequence: 7 }, context);
});

it('records who changed what, and tells of it by names of fields alone', async () => {
  const made = await promotions.create(tenPercent({ codes: ['A'] }), context);
  await promotions.update(made.id, { sequence: 5, codes: ['A', 'B'] }, context);
  const { nodes } = await promotions.changes({ subjectId: made.id });
  expect(nodes).toMatchObject([
    { kind: 'UPDATED', before: { codes: ['A'], sequence: 0 }, after: { codes: ['A', 'B'], sequence: 5, version: '2' } },
    { kind: 'CREATED', before: null, after: { codes: ['A'], name: { en: 'Ten off' } }, actor: 'system:test' },
  ]);
  expect(await sql('select type, aggregate_version v, payload from outbox order by aggregate_version')).toEqual([
    { type: 'promotion.changed', v: '1', payload: { promotionId: made.id, changed: ['created'] } },
    { type: 'promotion.changed', v: '2', payload: { promotionId: made.id, changed: ['codes', 'sequence'] } },
  ]);
  await expect(sql('delete from promotion_change')).rejects.toThrow('recorded changes are immutable');
});

it('lists by pages and status', async () => {
  for (const sequence of [1, 2, 3]) await promotions.create(tenPercent({ sequence }), context);
  const first = await promotions.promotions({ first: 2, status: 'ACTIVE' });
  const second = await promotions.promotions({ first: 2, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...second.nodes].map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect((await promotions.promotions({ status: 'DRAFT' })).nodes).toEqual([]);
});

it('says which promotions do not give together', async () => {
  const best = await groups.create({ name: 'Best', mode: 'HIGHEST' }, context);
  const one = await promotions.create(tenPercent({ groupId: best.id, sequence: 5 }), context);
  const other = await promotions.create(tenPercent({ groupId: best.id, sequence: 6 }), context);
  const alone = await promotions.create(tenPercent({ stacking: 'EXCLUDES' }), context);
  const last = await promotions.create(tenPercent({ stacking: 'STOPS', sequence: 9 }), context);
  await promotions.create(tenPercent({ stacking: 'EXCLUDES', validTo: new Date('2998-01-01'), status: 'DRAFT' }), context);
  const told = async (id: string) =>
    (await promotions.conflicts(id)).conflicts.map(({ promotion, kind }) => [promotion.id, kind]);
  expect(await told(one.id)).toEqual([
    [alone.id, 'KEEPS_OFF'],
    [other.id, 'ALTERNATIVE'],
  ]);
  expect((await told(alone.id)).map(([id]) => id)).toEqual([one.id, other.id, last.id]);
  expect((await told(last.id)).map(([, kind]) => kind)).toEqual(['KEEPS_OFF']);
});
