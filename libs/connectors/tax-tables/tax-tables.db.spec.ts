import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportService, type Finding } from '#connectors';
import { TaxService } from '#tax';
import { aContext } from '../../../test/support/context.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openEmptyShop } from '../../../test/support/empty-shop.js';

// the tables of ibericode/vat-rates and valeriansaliou/node-sales-tax (MIT) lie beside the clone on machines that have them
const tables = new URL('../../../../shared/data/tax-rates/', import.meta.url);
const europe = fileURLToPath(new URL('eu-vat-rates.json', tables));
const world = fileURLToPath(new URL('world-sales-tax-rates.json', tables));
const example = fileURLToPath(new URL('../../../docs/examples/tax-rates.json', import.meta.url));

let shop: TestDatabase;
let app: INestApplicationContext;
let folder: string;

beforeEach(async () => {
  shop = await freshDatabase();
  app = await openEmptyShop(shop.url);
  folder = mkdtempSync(join(tmpdir(), 'tax-'));
});
afterEach(async () => {
  await app.close();
  await shop.drop();
  rmSync(folder, { recursive: true });
});

async function run(path: string, dryRun = false, policy: 'reject-row' | 'reject-all' = 'reject-row') {
  const found: Finding[] = [];
  const { counts, outcome } = await app
    .get(ImportService, { strict: false })
    .run(
      { kind: 'taxes', path, options: { policy }, dryRun },
      { progress: () => undefined, finding: (each) => void found.push(each) },
    );
  return { counts, outcome, found };
}

const tax = () => app.get(TaxService, { strict: false });
const select = async (sql: string): Promise<unknown[]> => (await shop.database.pool.query<object>(sql)).rows;
const held = () =>
  select(`select z.code zone, c.code class, r.percent::float, r.valid_from "from", r.valid_to "to" from tax_rate r
    join tax_zone z on z.id = r.zone_id join tax_class c on c.id = r.class_id order by 1, 2, r.valid_from nulls first`);

function file(content: object): string {
  const path = join(folder, `${String(Math.random())}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test('a table makes its zones, classes and rates; a dry run says so and makes nothing; twice is once', async () => {
  const counts = {
    rows: 2,
    created: 2,
    updated: 0,
    unchanged: 0,
    rejected: 0,
    ratesMade: 5,
    ratesEnded: 0,
    errors: 0,
    warnings: 0,
  };
  expect(await run(example, true)).toEqual({ counts, outcome: 'DONE', found: [] });
  expect(await held()).toEqual([]);
  const before = await select(`select version::int from revision where topic = 'rules'`);
  expect(await run(example)).toEqual({ counts, outcome: 'DONE', found: [] });
  const newYear = new Date('2018-12-31T23:00:00Z');
  const rates = [
    { zone: 'de', class: 'reduced', percent: 7, from: null, to: null },
    { zone: 'de', class: 'standard', percent: 19, from: null, to: null },
    { zone: 'nl', class: 'reduced', percent: 6, from: null, to: newYear },
    { zone: 'nl', class: 'reduced', percent: 9, from: newYear, to: null },
    { zone: 'nl', class: 'standard', percent: 21, from: null, to: null },
  ];
  expect(await held()).toEqual(rates);
  expect((await tax().read()).zones.map(({ code, name, countries }) => [code, name, countries])).toEqual([
    ['nl', 'Netherlands', ['NL']],
    ['de', 'Germany', ['DE']],
  ]);
  const after = await select(`select version::int from revision where topic = 'rules'`);
  const same = { ...counts, created: 0, unchanged: 2, ratesMade: 0 };
  expect(await run(example)).toEqual({ counts: same, outcome: 'DONE', found: [] });
  expect(await held()).toEqual(rates);
  expect(await select(`select version::int from revision where topic = 'rules'`)).toEqual(after);
  expect(after).not.toEqual(before);
});

test('a new period ends the rate before it, also one that was entered by hand', async () => {
  await run(example);
  const from2027 = { items: { DE: [{ effective_from: '2027-01-01', rates: { standard: 20, reduced: 7 } }] } };
  expect((await run(file(from2027))).counts).toMatchObject({ updated: 1, ratesMade: 2, ratesEnded: 2, errors: 0 });
  const newYear = new Date('2026-12-31T23:00:00Z');
  expect((await held()).slice(0, 4)).toEqual([
    { zone: 'de', class: 'reduced', percent: 7, from: null, to: newYear },
    { zone: 'de', class: 'reduced', percent: 7, from: newYear, to: null },
    { zone: 'de', class: 'standard', percent: 19, from: null, to: newYear },
    { zone: 'de', class: 'standard', percent: 20, from: newYear, to: null },
  ]);
});

test('what says otherwise than what holds is left out with its path, or keeps everything out', async () => {
  await run(example);
  await tax().createZone({ code: 'nordic', name: 'Nordic', countries: ['DK', 'SE'] }, aContext());
  const before = await held();
  const always = (standard: number) => [{ effective_from: '0000-01-01', rates: { standard } }];
  const wrong = { items: { DE: always(25), SE: always(25), AT: always(20), IT: always(-1) } };
  const reasons = [
    [1, 'items.DE', 'a rate of 19 % holds for standard, which the table does not have: end it first'],
    [2, 'items.SE', 'SE is not alone in the zone nordic: give it one of its own first'],
    [4, 'items.IT[0].rates.standard', 'not between 0 and 100 percent'],
  ];
  const path = file(wrong);
  const none = await run(path, false, 'reject-all');
  expect(none.outcome).toBe('REJECTED');
  expect(await held()).toEqual(before);
  const { counts, found } = await run(path);
  expect(counts).toMatchObject({ rows: 4, created: 1, rejected: 3, errors: 3, ratesMade: 1, ratesEnded: 0 });
  expect(found.map(({ row, column, reason }) => [row, column, reason])).toEqual(reasons);
  expect(await held()).toEqual([{ zone: 'at', class: 'standard', percent: 20, from: null, to: null }, ...before]);
});

test('what is no table of tax rates is refused as a whole', async () => {
  await expect(run(file({ DE: 19 }))).rejects.toMatchObject({ code: 'INVALID' });
  expect(await held()).toEqual([]);
});

if (existsSync(europe) && existsSync(world)) {
  test('the periods of 28 countries of Europe come in, and a second time nothing changes', async () => {
    const { counts, found } = await run(europe);
    expect(counts).toMatchObject({ rows: 28, created: 28, rejected: 0, errors: 0 });
    expect(found.filter(({ column }) => column?.includes('exceptions'))).toHaveLength(21);
    const of = (await held()) as { zone: string; class: string }[];
    const day = (text: string) => new Date(text);
    expect(of.filter((rate) => rate.zone === 'de' && rate.class === 'standard')).toEqual([
      { zone: 'de', class: 'standard', percent: 19, from: null, to: day('2020-06-30T22:00:00Z') },
      { zone: 'de', class: 'standard', percent: 16, from: day('2020-06-30T22:00:00Z'), to: day('2020-12-31T23:00:00Z') },
      { zone: 'de', class: 'standard', percent: 19, from: day('2020-12-31T23:00:00Z'), to: null },
    ]);
    expect((await run(europe)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 28, ratesMade: 0, ratesEnded: 0 });
    expect(await held()).toEqual(of);
  });

  test('the rates of 128 countries of the world come in, and a second time nothing changes', async () => {
    const { counts, found } = await run(world);
    expect(counts).toMatchObject({ rows: 128, rejected: 0, errors: 0, warnings: 3 });
    expect(found.map(({ column }) => column)).toEqual(['CA.states', 'ES.states', 'US.states']);
    const of = await held();
    expect(of).toContainEqual({ zone: 'ca', class: 'standard', percent: 5, from: null, to: null });
    expect((await run(world)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 128, ratesMade: 0, ratesEnded: 0 });
    expect(await held()).toEqual(of);
  });
} else {
  test('the tables of the world are absent here: the import is tested on files of our own', () => {
    process.stderr.write(`${fileURLToPath(tables)} is absent: the tables of Europe and the world are not tested.\n`);
    expect(existsSync(europe) && existsSync(world)).toBe(false);
  });
}
