import { refusal } from '../../test/support/context.js';
import { usingPromotions } from '../../test/support/promotions.js';
import type { GroupInput } from './group.js';
import { readGroups } from './groups.repository.js';
import type { PromotionInput } from './promotion.js';
import { PromotionGroupsService } from './promotion-groups.service.js';
import type { PromotionsService } from './promotions.service.js';

const { postgres, sql, context, services } = usingPromotions();
let promotions: PromotionsService;
let groups: PromotionGroupsService;

beforeAll(() => {
  const { broadcast } = services();
  ({ promotions } = services());
  groups = new PromotionGroupsService(postgres.database, broadcast);
});

const group = (more: GroupInput = {}) => groups.create({ name: 'A group', mode: 'STACK', ...more }, context);
const inLane = (lane: 'ITEM' | 'ORDER', groupId: string, more: PromotionInput = {}) =>
  promotions.create(
    { name: { en: 'Ten' }, lane, groupId, action: { type: 'percent_off_order', percent: '10' }, ...more },
    context,
  );

it('makes, changes, lists and deletes groups, and records it', async () => {
  const outer = await group({ name: ' Spring ', mode: 'HIGHEST', scope: 'ITEM', stacking: 'STOPS', sequence: 3 });
  expect(outer).toMatchObject({ name: 'Spring', mode: 'HIGHEST', scope: 'ITEM', stacking: 'STOPS', sequence: 3, version: 1n });
  const inner = await group({ parentId: outer.id });
  expect(await groups.update(inner.id, { parentId: null, expectedVersion: 1n }, context)).toMatchObject({
    parentId: null,
    version: 2n,
  });
  expect((await groups.groups({ first: 1 })).pageInfo.hasNextPage).toBe(true);
  await groups.delete(inner.id, undefined, context);
  expect(await readGroups(postgres.database)).toEqual([outer]);
  expect((await promotions.changes({ subjectId: inner.id })).nodes).toMatchObject([
    { kind: 'DELETED', after: null },
    { kind: 'UPDATED', before: { parentId: outer.id }, after: { parentId: null } },
    { kind: 'CREATED', before: null },
  ]);
  expect(
    await sql(`select payload->'changed' changed from outbox where aggregate_id = '${inner.id}' order by aggregate_version`),
  ).toEqual([{ changed: ['created'] }, { changed: ['parentId'] }, { changed: ['deleted'] }]);
});

it('refuses trees that cannot be evaluated, and keeps nothing of them', async () => {
  const outer = await group({ mode: 'STACK' });
  const inner = await group({ parentId: outer.id });
  await inLane('ITEM', inner.id);
  await inLane('ORDER', outer.id);
  const before = await sql('select * from promotion_group order by id');
  const bad = (id: string, input: GroupInput) => refusal(groups.update(id, input, context));
  expect(await bad(outer.id, { parentId: inner.id })).toEqual({ code: 'INVALID', path: ['parentId'] });
  expect(await bad(outer.id, { parentId: 'pgrp_none' })).toEqual({ code: 'NOT_FOUND', path: ['parentId'] });
  expect(await bad(outer.id, { mode: 'FIRST' })).toEqual({ code: 'INVALID', path: ['mode'] });
  expect(await bad(outer.id, { name: ' ' })).toEqual({ code: 'INVALID', path: ['name'] });
  expect(await bad(outer.id, { expectedVersion: 7n })).toEqual({ code: 'STALE_VERSION', path: ['expectedVersion'] });
  expect(await refusal(groups.delete(outer.id, undefined, context))).toEqual({ code: 'WRONG_STATE', path: ['id'] });
  expect(await sql('select * from promotion_group order by id')).toEqual(before);
});

it('holds promotions of one lane together where one of them is chosen', async () => {
  const first = await group({ mode: 'FIRST' });
  await inLane('ITEM', first.id);
  expect(await refusal(inLane('ORDER', first.id))).toEqual({ code: 'INVALID', path: ['groupId'] });
  const other = await inLane('ITEM', first.id);
  expect(await refusal(promotions.update(other.id, { lane: 'ORDER' }, context))).toEqual({ code: 'INVALID', path: ['groupId'] });
});

it('decides between eight at most, and not within another such group', async () => {
  const best = await group({ mode: 'BEST_DEAL' });
  const made = [];
  for (let n = 0; n < 8; n++) made.push(await inLane(n % 2 ? 'ITEM' : 'ORDER', best.id));
  expect(await refusal(inLane('ORDER', best.id))).toEqual({ code: 'LIMIT_REACHED', path: ['groupId'] });
  expect(await refusal(group({ parentId: best.id }))).toEqual({ code: 'LIMIT_REACHED', path: ['parentId'] });
  await promotions.archive(made[0]?.id ?? '', context);
  expect(await refusal(group({ mode: 'BEST_DEAL', parentId: best.id }))).toEqual({ code: 'INVALID', path: ['parentId'] });
  await group({ parentId: best.id });
});
