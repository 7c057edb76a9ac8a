import { conventionChoices, defaultConventions } from '#engine';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop();
const fields = 'id code name version active taxEntry safetyStock conventions { rounding taxRounding }';
const errors = 'userErrors { code path facts { name value } }';
const create = `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { ${fields} } ${errors} } }`;
const update = `mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { ${fields} } ${errors} } }`;
const createEntity = `mutation ($input: CreateLegalEntityInput!) { createLegalEntity(input: $input) { legalEntity { id code } ${errors} } }`;

const ask = (query: string, input: object): Promise<Json> => shop().ask(query, { input }, shop().staff);
let legalEntityId: string;
const likeWeb = (code: string) => ({
  code,
  name: code,
  kind: 'PORTAL',
  legalEntityId,
  currencies: ['EUR'],
  locales: ['en'],
  country: 'DE',
});
/** All that is kept of channels and keys: what a refusal must leave as it was. */
const kept = async (): Promise<Json> =>
  (
    await shop().postgres.database.pool.query<Json>(
      `select (select json_agg(channel order by id) from channel) channels, (select json_agg(revision order by topic) from revision) revisions,
         (select count(*)::int from legal_entity) entities, (select count(*)::int from idempotency_key) keys`,
    )
  ).rows[0];
const revisionOf = async (topic: string): Promise<number> =>
  ((await kept()).revisions as Json[]).find((each: Json) => each.topic === topic)?.version ?? 0;

beforeAll(async () => {
  const [entity] = await shop().ask('{ legalEntities { id } }', {}, shop().staff);
  legalEntityId = entity.id;
});

test('a channel shows its prices as it says: the amounts are the same', async () => {
  const { channel } = await staffOf(shop()).done(
    'createChannel',
    { ...likeWeb('net'), taxEntry: 'NET' },
    `channel { ${fields} }`,
  );
  const price =
    'product(slug: "enamel-mug") { variants { sku price { net { amount } gross { amount } shown { amount currency } } } }';
  const shownIn = async (code: string): Promise<Json> =>
    (await shop().ask(`{ ${price} }`, {}, { 'x-channel': code })).variants[0].price;
  const amounts = { net: { amount: '10.84' }, gross: { amount: '12.90' } };
  expect(await shownIn('net')).toEqual({ ...amounts, shown: { amount: '10.84', currency: 'EUR' } });
  expect(await shownIn('web')).toEqual({ ...amounts, shown: { amount: '12.90', currency: 'EUR' } });
  await staffOf(shop()).done('updateChannel', { id: channel.id, taxEntry: 'GROSS' });
  expect(await shownIn('net')).toEqual({ ...amounts, shown: { amount: '12.90', currency: 'EUR' } });
});

test('what is not said is as by default, and a change that changes nothing is none', async () => {
  const { channel } = await ask(create, likeWeb('plain'));
  const plain = { version: '1', taxEntry: 'GROSS', conventions: { rounding: 'HALF_UP', taxRounding: 'LINE' } };
  expect(channel).toEqual({ id: channel.id, code: 'plain', name: 'plain', active: true, safetyStock: '0', ...plain });
  const before = await kept();
  expect((await ask(update, { id: channel.id, name: ' plain ', conventions: {} })).channel).toEqual(channel);
  expect(await kept()).toEqual(before);
});

test('who has seen another version changes nothing', async () => {
  const { channel } = await ask(create, likeWeb('seen'));
  const { channel: named } = await ask(update, { id: channel.id, name: 'Seen', expectedVersion: '1' });
  expect(named).toEqual({ ...channel, name: 'Seen', version: '2' });
  const before = await kept();
  expect(await ask(update, { id: channel.id, active: false, expectedVersion: '1', idempotencyKey: 'late' })).toEqual({
    channel: null,
    userErrors: [{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'], facts: [{ name: 'version', value: '2' }] }],
  });
  expect(await kept()).toEqual(before);
});

test('those who change different fields at the same time all get what they want', async () => {
  const { channel } = await ask(create, likeWeb('busy'));
  const wishes = [{ name: 'Busy' }, { safetyStock: '2' }, { taxEntry: 'NET' }, { country: 'NL' }, { active: false }];
  const answers = await Promise.all(wishes.map((wish) => ask(update, { id: channel.id, ...wish })));
  expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  const found = (await shop().ask(`{ channels { ${fields} country } }`, {}, shop().staff)).find(
    (each: Json) => each.code === 'busy',
  );
  const wanted = { name: 'Busy', safetyStock: '2', taxEntry: 'NET', country: 'NL', active: false };
  expect(found).toEqual({ ...channel, ...wanted, version: '6' });
});

test('a repeated request has the effect of one, and a key belongs to its input', async () => {
  const entity = { code: 'acme', name: 'Acme', country: 'DE', idempotencyKey: 'entity' };
  const made = await ask(createEntity, entity);
  expect(made.userErrors).toEqual([]);
  expect(await ask(createEntity, entity)).toEqual(made);

  const input = { ...likeWeb('once'), idempotencyKey: 'channel' };
  const [first, again] = await Promise.all([ask(create, input), ask(create, input)]);
  expect(first.userErrors).toEqual([]);
  expect(again).toEqual(first);

  const change = { id: first.channel.id, name: 'Once', expectedVersion: '1', idempotencyKey: 'change' };
  const changed = await ask(update, change);
  expect(changed).toEqual({ channel: { ...first.channel, name: 'Once', version: '2' }, userErrors: [] });
  expect(await ask(update, change)).toEqual(changed);

  const before = await kept();
  for (const [mutation, other, field] of [
    [createEntity, { ...entity, name: 'Other' }, 'legalEntity'],
    [create, { ...input, name: 'Other' }, 'channel'],
    [update, { ...change, name: 'Other' }, 'channel'],
  ] as const)
    expect(await ask(mutation, other)).toEqual({
      [field]: null,
      userErrors: [{ code: 'KEY_REUSED', path: ['input', 'idempotencyKey'], facts: [] }],
    });
  expect(await kept()).toEqual(before);
});

test('a change counts for the rules when it changes conventions, and only then', async () => {
  const rules = await revisionOf('rules');
  const { channel } = await ask(create, likeWeb('quiet'));
  await ask(update, { id: channel.id, safetyStock: '3' });
  expect(await revisionOf('rules')).toBe(rules);
  const { channel: even } = await ask(update, { id: channel.id, conventions: { rounding: 'HALF_EVEN' } });
  expect(even).toEqual({
    ...channel,
    safetyStock: '3',
    version: '3',
    conventions: { rounding: 'HALF_EVEN', taxRounding: 'LINE' },
  });
  expect(await revisionOf('rules')).toBe(rules + 1);
  await ask(create, { ...likeWeb('even'), conventions: { rounding: 'HALF_EVEN' } });
  expect(await revisionOf('rules')).toBe(rules + 2);
});

test('every convention can be declared and is read again, and goes back to its default together with the others', async () => {
  const names = Object.keys(conventionChoices);
  const all = `channel { id conventions { ${names.join(' ')} } }`;
  const last = Object.fromEntries(Object.entries(conventionChoices).map(([name, choices]) => [name, choices.at(-1)]));
  const { channel } = await staffOf(shop()).done('createChannel', { ...likeWeb('declared'), conventions: last }, all);
  expect(channel.conventions).toEqual(last);
  const changed = await staffOf(shop()).done('updateChannel', { id: channel.id, conventions: { taxRounding: 'UNIT' } }, all);
  expect(changed.channel.conventions).toEqual({ ...defaultConventions, taxRounding: 'UNIT' });
});
