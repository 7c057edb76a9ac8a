import { storeRules, toJson } from '#engine';
import { currencyOf, stranger, type ChannelRef, type Id } from '#kernel';
import { revise, rulesTopic } from '#platform/broadcast';
import { usingDatabase } from '../../test/support/database.js';
import { statementsOf } from '../../test/support/statements.js';
import { RuleBookRepository } from './rule-book.repository.js';
import { rulesChanged } from './rule-changes.repository.js';
import type { RuleBook } from './rule-book.js';

const postgres = usingDatabase();
const store = 'loc_ams' as Id<'location'>;
const web: ChannelRef = {
  id: 'chan_web' as Id<'channel'>,
  code: 'web',
  currencies: [currencyOf('EUR')],
  locales: ['en'],
  country: 'NL',
  locationIds: [store],
  paymentProviders: [],
  safetyStock: 0n,
  taxEntry: 'GROSS',
  taxProvider: 'table',
  taxFailure: 'REFUSE',
};
const sql = (text: string, values: readonly unknown[] = []) => postgres.database.pool.query<object>(text, [...values]);
/** A change of rules as verbs make it: counted in its transaction. */
const change = (...texts: string[]) =>
  sql(`begin; ${texts.join('; ')}; update revision set version = version + 1 where topic = '${rulesTopic}'; commit`);

/** What a channel and a store of it go by. */
const rulesIn = (book: RuleBook): string => {
  const terms = book.of(web);
  const listIds = book.listIds({ buyer: stranger, channelId: web.id, locationId: store });
  const codes = [...terms.codes].map(([code, { id }]) => `${code} ${id}`).sort();
  return toJson([book.version, storeRules(terms, store, Date.now()), listIds, codes, [...terms.names], terms.timeZone]);
};
const promotion = (id: string, sequence: number): string =>
  `insert into promotion (id, name, lane, sequence, action, status) values ('${id}', '{"en":"Offer"}', 'ORDER', ${sequence},
     '{"type":"percent_off_order","percent":"5"}', 'ACTIVE')`;
const list = (id: string): string =>
  `insert into price_list (id, code, name, currency, entry) values ('${id}', '${id}', '', 'EUR', 'GROSS')`;

beforeAll(async () => {
  await postgres.database.commit([revise(rulesTopic)]);
  await change(
    `insert into legal_entity (id, code, name, country) values ('le', 'nl', 'Cartwright', 'NL')`,
    `insert into location (id, code, name, legal_entity_id, time_zone) values ('loc_ams', 'ams', 'Amsterdam', 'le', 'Europe/Amsterdam')`,
    `insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country, location_ids, payment_providers)
       values ('chan_web', 'web', 'Web', 'WEB', 'le', '{EUR}', '{en}', 'NL', '{loc_ams}', '{}')`,
    `insert into tax_class (id, code, name) values ('txc', 'standard', 'Standard')`,
    `insert into tax_zone (id, code, name, countries) values ('txz', 'nl', 'NL', '{NL}')`,
    `insert into tax_rate (id, class_id, zone_id, name, percent) values ('txr', 'txc', 'txz', 'VAT', 21)`,
    `insert into category (id, slug, name) values ('cat_a', 'a', '{"en":"Shoes"}')`,
    ...Array.from({ length: 20 }, (_, number) => promotion(`promo_${number}`, number)),
    ...Array.from({ length: 20 }, (_, number) => list(`pl_${number}`)),
  );
});

const changes: readonly (readonly [what: string, texts: readonly string[], read: readonly RegExp[]])[] = [
  ['a promotion', [`update promotion set sequence = 99 where id = 'promo_3'`], [/from promotion p where/]],
  ['one that is over', [`update promotion set status = 'ARCHIVED' where id = 'promo_4'`], [/from promotion p where/]],
  ['one that is new', [promotion('promo_new', 7)], [/from promotion p where/]],
  [
    'one that is had for a code',
    [
      `update promotion set conditions = '[{"type":"contains","items":{"type":"category","ids":["cat_a"]}}]' where id = 'promo_5'`,
      `insert into promotion_code (hash, promotion_id, code) values (sha256('FIVE'), 'promo_5', 'FIVE')`,
    ],
    [/from promotion p where/, /from category where id/],
  ],
  ['a price list', [`update price_list set priority = 5 where id = 'pl_3'`], [/from price_list l where l.id = any/]],
  [
    'a list that has an audience',
    [
      `insert into price_list_audience (list_id, country) values ('pl_4', 'NL')`,
      `update price_list set version = version + 1 where id = 'pl_4'`,
    ],
    [/from price_list l where l.id = any/],
  ],
  [
    'a list that takes prices off another',
    [`update price_list set derived_list_id = 'pl_1', derived_percent = 5, derived_plus = 0 where id = 'pl_6'`],
    [/from price_list l where l.id = any/],
  ],
  ['a tax rate', [`update tax_rate set percent = 19 where id = 'txr'`], [/from tax_class/, /from tax_rate/, /from tax_zone/]],
  [
    'a way of shipping',
    [
      `insert into shipping_method (id, code, name, kind, rates, tax_class_id) values ('ship', 'ship', '{}', 'PICKUP', '[]', 'txc')`,
    ],
    [/from shipping_method/],
  ],
  ['a group', [`insert into promotion_group (id, name, mode) values ('grp', 'G', 'FIRST')`], [/from promotion_group/]],
  ['a group that is gone', [`delete from promotion_group where id = 'grp'`], [/from promotion_group/]],
  ['a store that moves its clocks', [`update location set time_zone = 'Europe/Paris' where id = 'loc_ams'`], [/from location/]],
  ['a channel', [`update channel set time_zone = 'Europe/Rome' where id = 'chan_web'`], [/conventions/, /from location/]],
];

it.each(changes)('%s is all that is read anew, and comes to what all rules would', async (_what, texts, read) => {
  const rules = new RuleBookRepository(postgres.database);
  rulesIn(await rules.read());
  await change(...texts);
  let book: RuleBook | undefined;
  const sent = await statementsOf(postgres.database, async () => {
    book = await rules.read();
  });
  const reading = sent.filter((text) => !text.includes('rule_change'));
  expect(read.map((each) => reading.filter((text) => each.test(text)).length)).toEqual(read.map(() => 1));
  // once a code asks for a category, what it is called is read with every change
  expect(reading.filter((text) => !read.some((each) => each.test(text)) && !text.includes('from category'))).toEqual([]);
  expect(book && rulesIn(book)).toBe(rulesIn(await new RuleBookRepository(postgres.database).read()));
});

it('nothing is read anew where nothing has changed', async () => {
  const rules = new RuleBookRepository(postgres.database);
  const before = await rules.read();
  await change('select 1');
  const sent = await statementsOf(postgres.database, () => rules.read());
  expect(sent.filter((text) => !/rule_change|from category/.test(text))).toEqual([]);
  expect((await rules.read()).version).toBe(before.version + 1n);
});

it('misses nothing of a transaction that began before others and ended after them', async () => {
  const rules = new RuleBookRepository(postgres.database);
  const slow = await postgres.database.pool.connect();
  await slow.query(`begin; ${promotion('promo_slow', 50)}`);
  await change(promotion('promo_quick', 51));
  const ids = async () => (await rules.read()).of(web).promotions.all.map(({ id }) => id);
  expect((await ids()).filter((id) => /slow|quick/.test(id))).toEqual(['promo_quick']);
  await slow.query(`update revision set version = version + 1 where topic = '${rulesTopic}'; commit`);
  slow.release();
  expect((await ids()).filter((id) => /slow|quick/.test(id))).toEqual(['promo_slow', 'promo_quick']);
});

it('reads all of them once, whatever changes meanwhile', async () => {
  const { pool } = postgres.database;
  const slow = await pool.connect();
  await slow.query(`begin; lock table promotion; ${promotion('promo_meanwhile', 52)}`);
  const rules = new RuleBookRepository(postgres.database);
  let book: RuleBook | undefined;
  const sent = await statementsOf(postgres.database, async () => {
    const reading = rules.read();
    const waits = "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%from promotion p%'";
    while ((await pool.query(waits)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await slow.query(`update revision set version = version + 1 where topic = '${rulesTopic}'; commit`);
    slow.release();
    book = await reading;
  });
  expect(sent.filter((text) => /from price_list l where \$\d+ order/.test(text))).toHaveLength(1);
  expect(book && rulesIn(book)).toBe(rulesIn(await new RuleBookRepository(postgres.database).read()));
});

it('reads all rules where the database has been set back to before what it had seen', async () => {
  const { snapshot } = await rulesChanged(postgres.database, null);
  expect((await rulesChanged(postgres.database, snapshot)).changed).toEqual({});
  expect((await rulesChanged(postgres.database, '9999999999:9999999999:')).changed).toBeNull();
});
