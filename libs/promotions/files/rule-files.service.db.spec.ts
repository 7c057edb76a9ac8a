import { UserError } from '#kernel';
import { usingPromotions } from '../../../test/support/promotions.js';
import { countStatements } from '../../../test/support/statements.js';
import { parseScenario, pathText } from '#engine';
import { PromotionGroupsService } from '../promotion-groups.service.js';
import type { PromotionsService } from '../promotions.service.js';
import { RuleFilesService } from './rule-files.service.js';
import type { RulesJson } from './rules-json.js';

const { postgres, sql, empty, context, services } = usingPromotions();
let files: RuleFilesService;
let promotions: PromotionsService;
let groups: PromotionGroupsService;

beforeAll(() => {
  const { broadcast } = services();
  ({ promotions } = services());
  groups = new PromotionGroupsService(postgres.database, broadcast);
  files = new RuleFilesService(postgres.database, broadcast);
});

const percent = (off: string) => ({ type: 'percent_off_order', percent: off });
const ten = { id: 'ten-off', name: { en: 'Ten off' }, lane: 'ORDER', action: percent('10') };

/** Rules of every sort, as a file has them. */
const everything = {
  promotionGroups: [
    { id: 'best', name: 'The best of them', mode: 'HIGHEST' },
    { id: 'within', name: 'Within', parentId: 'best', mode: 'STACK', scope: 'ITEM', stacking: 'STOPS', sequence: 2 },
  ],
  promotions: [
    {
      ...{ id: 'a.coupon', name: { en: 'Coupon', nl: 'Bon' }, code: 'Coupon', lane: 'ORDER', sequence: -1, stacking: 'EXCLUDES' },
      conditions: [{ type: 'minimum_amount', amounts: { EUR: '60.00', JPY: '9000' }, basis: 'AFTER_ITEM' }],
      ...{ action: percent('12.5'), maxDiscount: { EUR: '20.00' }, reducesTaxBase: false, usageLimit: 100 },
      ...{ usageLimitPerPerson: 1, budget: { EUR: '5000.00' }, budgetEnd: 'PARTIAL' },
      window: { from: '2999-03-28T00:00', to: '2999-03-29T00:00', timeZone: 'Europe/Amsterdam' },
    },
    { ...ten, id: 'draft', status: 'DRAFT', codes: ['ONE', 'two'], window: { to: '2999-03-29T00:00' } },
    { ...ten, id: 'letters', singleUse: true },
    { ...ten, groupId: 'within', validFrom: '2999-01-01T00:00:00Z', validTo: '2999-02-01T00:00:00.500Z' },
  ],
};
const written = ({ promotionGroups, promotions: all }: RulesJson) => ({ promotionGroups, promotions: all });
const tables = () =>
  sql(`select p.*, array(select c.code from promotion_code c where c.promotion_id = p.id order by c.position) codes,
    (select json_agg(g order by g.id) from promotion_group g) groups from promotion p order by p.id`);
const kept = async () => ({
  rules: await tables(),
  told: await sql('select id from outbox'),
  log: await sql('select id from promotion_change'),
});

/** What is said of a file that is refused, and that nothing is kept of it. */
async function refusal(file: unknown): Promise<string> {
  const before = await kept();
  const error: unknown = await files.apply(file, context).then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw error;
  expect(await kept()).toEqual(before);
  return `${error.code} ${pathText(error.path)}: ${error.message}`;
}

test('what is exported, put into an empty shop and exported again is the same file', async () => {
  await files.apply(everything, context);
  const first = await files.export();
  expect(written(first)).toEqual(everything);
  const stored = await tables();
  await empty();
  await files.apply(first, context);
  expect(JSON.stringify(await files.export())).toBe(JSON.stringify(first));
  expect(await tables()).toEqual(stored);
  expect(await sql('select id, capacity::text from counter order by id')).toEqual([
    { id: 'promotion:a.coupon', capacity: '100000' },
    { id: 'promotion_budget:a.coupon:EUR', capacity: '500000' },
  ]);
});

test('a second time nothing changes, and nothing is written or told', async () => {
  await files.apply(everything, context);
  const before = await kept();
  expect(await files.diff(everything, context)).toEqual({ changes: [], unchanged: 6 });
  expect(await files.apply(everything, context)).toEqual({ changes: [], unchanged: 6 });
  expect(await kept()).toEqual(before);
});

test('an exported file is priced with as the shop prices', async () => {
  await files.apply(everything, context);
  const beside = { priceLists: [{ prices: { mug: '100.00' } }], basket: { codes: ['one'], lines: [{ variant: 'mug' }] } };
  const [scenario] = parseScenario({ ...(await files.export()), ...beside });
  expect(
    scenario?.promotions.map(({ id, code, singleUse, limited, perPerson, budget }) => ({
      id,
      code,
      singleUse,
      limited,
      perPerson,
      budget,
    })),
  ).toEqual([
    {
      id: 'a.coupon',
      code: 'Coupon',
      singleUse: undefined,
      limited: true,
      perPerson: 1,
      budget: { currencies: ['EUR'], last: 'PARTIAL' },
    },
    { id: 'letters', code: null, singleUse: true, limited: false, perPerson: undefined, budget: undefined },
    { id: 'ten-off', code: null, singleUse: undefined, limited: false, perPerson: undefined, budget: undefined },
  ]);
});

test('what the shop has made itself goes through a file and back', async () => {
  const group = await groups.create({ name: 'First of them', mode: 'FIRST' }, context);
  const input = {
    name: { en: 'Own' },
    action: { percent: '5', type: 'percent_off_items' },
    lane: 'ITEM',
    groupId: group.id,
  } as const;
  const made = await promotions.create({ ...input, codes: ['OWN'], status: 'ACTIVE' }, context);
  const over = { validTo: new Date(Date.now() + 50), status: 'ACTIVE' } as const;
  await promotions.create({ ...input, ...over }, context);
  await promotions.archive((await promotions.create(input, context)).id, context);
  await new Promise((done) => setTimeout(done, 60));
  const file = await files.export();
  expect(written(file)).toEqual({
    promotionGroups: [{ id: group.id, name: 'First of them', mode: 'FIRST' }],
    promotions: [
      {
        id: made.id,
        name: { en: 'Own' },
        code: 'OWN',
        lane: 'ITEM',
        groupId: group.id,
        action: { type: 'percent_off_items', percent: '5' },
      },
    ],
  });
  expect(await files.apply(file, context)).toEqual({ changes: [], unchanged: 2 });
});

test('a file changes, publishes and ends what it says, field by field, and each change is recorded and told', async () => {
  await files.apply(everything, context);
  const file = await files.export();
  const [coupon, draft, , plain] = file.promotions;
  await sql('truncate outbox, promotion_change');
  const changed = {
    ...file,
    promotionGroups: [],
    promotions: [
      { ...coupon, action: percent('15'), code: undefined, codes: ['TWO'], maxDiscount: undefined },
      { ...plain, groupId: undefined },
      { ...draft, status: 'ACTIVE', codes: ['ONE', 'Coupon'] },
      { id: 'new', action: percent('1') },
    ],
  };
  const { changes, unchanged } = await files.diff(changed, context);
  expect(unchanged).toBe(0);
  expect(
    changes.map(({ of, id, kind, isStale, fields }) => [
      of,
      id,
      kind,
      isStale,
      fields.map(({ path, before, after }) => [pathText(path), before, after]),
    ]),
  ).toEqual([
    ['GROUP', 'best', 'DELETED', false, []],
    ['GROUP', 'within', 'DELETED', false, []],
    [
      'PROMOTION',
      'a.coupon',
      'UPDATED',
      false,
      [
        ['code', 'Coupon', 'TWO'],
        ['action.percent', '12.5', '15'],
        ['maxDiscount.EUR', '20.00', undefined],
      ],
    ],
    ['PROMOTION', 'ten-off', 'UPDATED', false, [['groupId', 'within', undefined]]],
    [
      'PROMOTION',
      'draft',
      'PUBLISHED',
      false,
      [
        ['status', 'DRAFT', undefined],
        ['codes[1]', 'two', 'Coupon'],
      ],
    ],
    [
      'PROMOTION',
      'new',
      'CREATED',
      false,
      [
        ['name.en', undefined, 'new'],
        ['lane', undefined, 'ORDER'],
        ['action.type', undefined, 'percent_off_order'],
        ['action.percent', undefined, '1'],
      ],
    ],
    ['PROMOTION', 'letters', 'ARCHIVED', false, []],
  ]);
  const before = await kept();
  expect(await files.apply(changed, context, true)).toEqual({ changes, unchanged });
  expect(await kept()).toEqual(before);
  expect(await files.apply(changed, context)).toEqual({ changes, unchanged });
  expect(await sql('select subject_id, kind, actor from promotion_change order by id')).toEqual([
    { subject_id: 'a.coupon', kind: 'UPDATED', actor: 'system:test' },
    { subject_id: 'ten-off', kind: 'UPDATED', actor: 'system:test' },
    { subject_id: 'draft', kind: 'PUBLISHED', actor: 'system:test' },
    { subject_id: 'new', kind: 'CREATED', actor: 'system:test' },
    { subject_id: 'letters', kind: 'ARCHIVED', actor: 'system:test' },
    { subject_id: 'best', kind: 'DELETED', actor: 'system:test' },
    { subject_id: 'within', kind: 'DELETED', actor: 'system:test' },
  ]);
  expect(await sql("select payload->'changed' fields from outbox where aggregate_id = 'a.coupon'")).toEqual([
    { fields: ['codes', 'action', 'maxDiscount'] },
  ]);
  expect(await sql('select promotion_id, code from promotion_code order by promotion_id, position')).toEqual([
    { promotion_id: 'a.coupon', code: 'TWO' },
    { promotion_id: 'draft', code: 'ONE' },
    { promotion_id: 'draft', code: 'Coupon' },
  ]);
  expect(await sql('select version::int from revision')).toEqual([{ version: 2 }]);
});

test('what somebody has changed since the export is not overwritten; what was made meanwhile stays', async () => {
  await files.apply({ promotions: [ten, { ...ten, id: 'tenth' }] }, context);
  const file = await files.export();
  await promotions.update('ten-off', { sequence: 7 }, context);
  await promotions.create({ name: { en: 'Later' }, action: percent('1'), status: 'ACTIVE' }, context);
  const stale = 'STALE_VERSION promotions[0]: ten-off has been changed since the file was exported: export it again';
  const edited = file.promotions.map((one) => ({ ...one, action: percent('20') }));
  expect(await refusal({ ...file, promotions: edited })).toBe(stale);
  expect((await files.diff({ ...file, promotions: edited }, context)).changes.map(({ id, isStale }) => [id, isStale])).toEqual([
    ['ten-off', true],
    ['tenth', false],
  ]);
  expect(await refusal({ ...file, promotions: [] })).toBe(stale.replace('promotions[0]', 'exported.promotions.ten-off'));
  // what was changed to the same, or not at all in the file, is in nobody's way
  await promotions.update('ten-off', { sequence: 0 }, context);
  await files.apply({ ...file, promotions: [edited[0]] }, context);
  expect(await sql('select status, count(*)::int from promotion group by status order by status')).toEqual([
    { status: 'ACTIVE', count: 2 },
    { status: 'ARCHIVED', count: 1 },
  ]);
});

test.each<[string, object, string]>([
  [
    'an action',
    { ...ten, action: percent('0') },
    'INVALID promotions[1].action.percent: The percentage must be above 0 and at most 100',
  ],
  ['a key', { ...ten, percent: '1' }, 'INVALID promotions[1].percent: percent is unknown here'],
  ['a code', { ...ten, code: 'A B' }, 'INVALID promotions[1].code: a code has 1 to 64 characters, none of them blank'],
  ['one of the codes', { ...ten, codes: ['A', 'B C'] }, 'INVALID promotions[1].codes[1]: a code has'],
  [
    'a code of another',
    { ...ten, codes: ['A', 'taken'] },
    'ALREADY_EXISTS promotions[1].codes[1]: the code taken is there already',
  ],
  ['a code that counts once', { ...ten, code: 'ONCE' }, 'ALREADY_EXISTS promotions[1].code: the code ONCE is there already'],
  ['a group', { ...ten, groupId: 'none' }, 'NOT_FOUND promotions[1].groupId: there is no promotion group none'],
  [
    'a thing',
    { ...ten, conditions: [{ type: 'group', ids: ['grp_x'] }] },
    'NOT_FOUND promotions[1].conditions[0].ids[0]: there is no customer group grp_x',
  ],
  ['an id', { ...ten, id: 'ten:off' }, 'INVALID promotions[1].id: an id has 1 to 100 letters'],
  ['an end', { ...ten, validTo: '2020-01-01T00:00:00Z' }, 'INVALID promotions[1].validTo: it would be over'],
  ['a window', { ...ten, window: { from: '2999-02-30' } }, 'INVALID promotions[1].window.from: This must be a date'],
  ['the same id', { ...ten, id: 'first' }, 'INVALID promotions[1].id: The id first is there already'],
  ['an archived one', { ...ten, id: 'old' }, 'WRONG_STATE promotions[1].id: an archived promotion'],
  ['codes taken back', { ...ten, id: 'once' }, 'WRONG_STATE promotions[1].singleUse: codes that count once'],
])('%s that is refused is told with its place, and nothing is kept', async (_what, second, expected) => {
  await files.apply(
    {
      promotions: [
        { ...ten, id: 'old' },
        { ...ten, id: 'once', singleUse: true },
      ],
    },
    context,
  );
  await promotions.archive('old', context);
  await sql(`insert into promotion_code (hash, promotion_id) values (sha256('ONCE'), 'once')`);
  const file = { promotions: [{ ...ten, id: 'first', code: 'Taken' }, second] };
  expect(await refusal(file)).toMatch(new RegExp(`^${expected.replace(/[[\]().]/g, '\\$&')}`));
});

test.each<[string, object[], string]>([
  [
    'itself',
    [{ id: 'a', parentId: 'a', mode: 'FIRST' }],
    'INVALID promotionGroups[0].parentId: a group cannot stand within itself',
  ],
  ['none', [{ id: 'a', parentId: 'b', mode: 'FIRST' }], 'NOT_FOUND promotionGroups[0].parentId: there is no promotion group b'],
  ['two lanes', [{ id: 'a', mode: 'FIRST' }], 'INVALID promotionGroups: promotions of one lane alone can stand in the group a'],
])('a group within %s is refused', async (_what, promotionGroups, expected) => {
  const members = ['ITEM', 'ORDER'].map((lane) => ({ ...ten, id: lane, lane, groupId: 'a' }));
  expect(await refusal({ promotionGroups, promotions: members })).toContain(expected);
});

test('a group in which something stands is not deleted by a file', async () => {
  await files.apply({ promotionGroups: [{ id: 'a', mode: 'FIRST' }] }, context);
  const file = await files.export();
  await promotions.create({ name: { en: 'In it' }, action: percent('1'), groupId: 'a' }, context);
  expect(await refusal({ ...file, promotionGroups: [] })).toBe(
    'WRONG_STATE exported.promotionGroups.a: promotions or groups still stand in this group',
  );
});

test('as many statements for two hundred promotions as for one, and other changes wait their turn', async () => {
  const many = Array.from({ length: 200 }, (_, index) => ({
    ...ten,
    ...{ id: `p${index}`, code: `CODE${index}`, usageLimit: 5, budget: { EUR: '1.00' } },
  }));
  const one = await countStatements(postgres.database, () =>
    files.apply({ promotions: [{ ...many[0], id: 'q', code: 'Q' }] }, context),
  );
  const all = await countStatements(postgres.database, () => files.apply({ promotions: many }, context));
  expect(all).toBe(one);
  const file = await files.export();
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4, 5, 6, 7, 8].map((sequence) =>
      files.apply({ ...file, promotions: file.promotions.map((rule) => ({ ...rule, sequence })) }, context),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
