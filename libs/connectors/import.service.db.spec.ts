import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { INestApplicationContext } from '@nestjs/common';
import {
  ImportService,
  Report,
  sentence,
  type Finding,
  type ImportKind,
  type ImportOptions,
  type ImportSummary,
} from '#connectors';
import { UserError } from '#kernel';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import { openEmptyShop } from '../../test/support/empty-shop.js';

let shop: TestDatabase;
let app: INestApplicationContext;
let folder: string;

beforeEach(async () => {
  shop = await freshDatabase();
  app = await openEmptyShop(shop.url);
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await app.close();
  await shop.drop();
});

const head =
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Taxable';
const mugs = [
  head,
  'mug,Mug,Colour,White,MUG-W,shopify,5,12.90,true',
  'mug,,,Blue,MUG-B,shopify,0,12.90,false',
  'pan,Pan,Title,Default Title,PAN,,1,49,true',
];

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  const text = `\uFEFF${lines.join('\r\n')}\r\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

interface Imported {
  readonly summary: ImportSummary;
  readonly told: readonly string[];
}

async function run(
  kind: ImportKind,
  path: string,
  options: Partial<ImportOptions> = {},
  dryRun = false,
  stopAfter = Infinity,
): Promise<Imported> {
  const whole: ImportOptions = { policy: 'reject-row', ...options };
  const found: Finding[] = [];
  const stopping = new AbortController();
  const summary = await app.get(ImportService, { strict: false }).run(
    { kind, path, options: whole, dryRun },
    {
      signal: stopping.signal,
      progress: ({ rows }) => {
        if (rows >= stopAfter) stopping.abort();
      },
      finding: (each) => void found.push(each),
    },
  );
  return { summary, told: found.map((each) => sentence(each, whole.policy)) };
}

async function ask<T = number>(sql: string): Promise<T[]> {
  const { rows } = await shop.database.pool.query<Record<string, T>>(sql);
  return rows.map((row) => Object.values(row)[0] as T);
}

/** Everything that an import may change, without what differs from run to run. */
async function state(): Promise<unknown> {
  return ask<unknown>(
    `select to_jsonb(t) from (
       select p.slug, p.name, p.options, p.product_type, v.sku, v.position, v.active, c.code as tax, v.backorder, v.tracked,
         l.on_hand, pr.amount, pr.compare_at, pr.min_quantity
       from product p join variant v on v.product_id = p.id left join tax_class c on c.id = v.tax_class_id
       left join stock_level l on l.variant_id = v.id left join price pr on pr.variant_id = v.id
       order by p.slug, v.position, pr.min_quantity) t`,
  );
}

const counted = { created: 0, updated: 0, unchanged: 0, rejected: 0 };

test('products, variants, prices and stock come in; the same file again changes nothing', async () => {
  const path = file('mugs.csv.gz', mugs);
  const { summary, told } = await run('products', path);
  expect(told).toEqual([]);
  expect(summary).toMatchObject({ outcome: 'DONE', resumedAfter: null, file: 'mugs.csv.gz', dryRun: false });
  expect(summary.counts).toEqual({
    ...counted,
    ...{ rows: 3, products: 2, created: 2, variants: 3, variantsCreated: 3, errors: 0, warnings: 0 },
    ...{ pricesChanged: 3, pricesUnchanged: 0, stockChanged: 2, stockUnchanged: 0 },
  });
  const row = { backorder: false, product_type: null, active: true, min_quantity: 0, compare_at: null, tax: null };
  const colours = [{ name: 'Colour', values: ['White', 'Blue'] }];
  const mug = { ...row, slug: 'mug', name: { en: 'Mug' }, options: colours, amount: 12.9, tracked: true };
  expect(await state()).toEqual([
    { ...mug, sku: 'MUG-W', position: 0, on_hand: 5000 },
    { ...mug, sku: 'MUG-B', position: 1, on_hand: 0, tax: 'exempt' },
    { ...row, slug: 'pan', name: { en: 'Pan' }, options: [], sku: 'PAN', position: 0, tracked: false, on_hand: null, amount: 49 },
  ]);
  const told1 = await ask<string>("select type || ' ' || count(*) from outbox group by type order by type");
  expect(told1).toEqual(['price.changed 3', 'product.changed 2', 'stock.changed 2']);

  const again = await run('products', path);
  expect(again.summary.counts).toMatchObject({
    ...counted,
    unchanged: 2,
    pricesUnchanged: 3,
    stockUnchanged: 2,
    stockChanged: 0,
  });
  expect(await ask<string>("select type || ' ' || count(*) from outbox group by type order by type")).toEqual(told1);
  expect(await ask<string>('select state from import_run')).toEqual(['FINISHED', 'FINISHED']);
});

test('an update changes what it names and leaves tiers and texts in other languages alone', async () => {
  await run('products', file('mugs.csv', mugs));
  await run('prices', file('tiers.csv', ['sku,amount,min_quantity', 'MUG-W,11.00,10']));
  const later = [head, 'mug,Becher,Colour,White,MUG-W,shopify,4,13.00,true', 'mug,,,Blue,MUG-B,shopify,0,12.90,false'];
  const { summary } = await run('products', file('later.csv', later), { locale: 'de' });
  expect(summary.counts).toMatchObject({ ...counted, updated: 1, pricesChanged: 1, pricesUnchanged: 1, stockChanged: 1 });
  expect(await ask("select name from product where slug = 'mug'")).toEqual([{ en: 'Mug', de: 'Becher' }]);
  const tiers =
    "select min_quantity || ' ' || trim_scale(amount) from price p join variant v on v.id = p.variant_id where sku = 'MUG-W' order by 1";
  expect(await ask(tiers)).toEqual(['0 13', '10000 11']);
});

const dirty = [
  ...mugs,
  'cup,Cup,Title,Default Title,MUG-W,shopify,-2,1,true',
  'jar,Jar,Size,,JAR,,,2,true',
  'mug,Mug again,Title,Default Title,MUG-2,,,3,true',
];
const reasons = [
  'row 5, Variant SKU "MUG-W": row 2 has it already',
  'row 5, Variant Inventory Qty "-2": below zero',
  'row 6, Option1 Value: the variant has no value for Size',
  'row 7, Handle "mug": row 2 has begun this product: its rows have to stand together',
];

test('reject-row leaves out the products of bad rows', async () => {
  const { summary, told } = await run('products', file('dirty.csv', dirty));
  expect(told).toEqual(reasons.map((reason) => `${reason} (rejected)`));
  expect(summary.counts).toMatchObject({ rows: 6, products: 5, created: 2, rejected: 3, errors: 4 });
  expect(await ask('select slug from product order by slug')).toEqual(['mug', 'pan']);
});

test('ignore-field leaves out the bad fields', async () => {
  const { summary, told } = await run('products', file('dirty.csv', dirty), { policy: 'ignore-field' });
  expect(told[0]).toBe(`${reasons[0] ?? ''} (field ignored)`);
  expect(summary.counts).toMatchObject({ products: 5, created: 3, rejected: 2, errors: 4, stockChanged: 2 });
  expect(await ask("select sku from variant v join product p on p.id = v.product_id where slug = 'cup'")).toEqual([null]);
});

test('reject-all writes nothing at all when a row is bad', async () => {
  const { summary, told } = await run('products', file('dirty.csv', dirty), { policy: 'reject-all' });
  expect(told).toEqual(reasons.map((reason) => `${reason} (rejected)`));
  expect(summary).toMatchObject({ outcome: 'REJECTED', counts: { rows: 6, errors: 4, warnings: 0, rejected: 3 } });
  const tables = ['product', 'outbox', 'price', 'price_list', 'stock_level', 'import_run', 'category'];
  for (const table of tables) expect(await ask(`select count(*)::int from ${table}`)).toEqual([0]);
  expect((await run('products', file('good.csv', mugs), { policy: 'reject-all' })).summary).toMatchObject({
    outcome: 'DONE',
    counts: { created: 2 },
  });
});

test('a dry run says what a run does, and writes nothing', async () => {
  const path = file('dirty.csv', dirty);
  const dry = await run('products', path, {}, true);
  const tables = ['product', 'outbox', 'price', 'price_list', 'stock_level', 'import_run', 'category'];
  for (const table of tables) expect(await ask(`select count(*)::int from ${table}`)).toEqual([0]);
  expect(await ask('select code from tax_class')).toEqual(['standard']);
  const wet = await run('products', path);
  expect(dry.told).toEqual(wet.told);
  expect(dry.summary.counts).toEqual(wet.summary.counts);
});

test('what the catalog refuses is found in its cell', async () => {
  await run('products', file('mugs.csv', mugs));
  const taken = file('taken.csv', [
    `${head},Vendor`,
    `cup,Cup,Title,Default Title,PAN,,,1,true,${'v'.repeat(256)}`,
    'tin,,Title,Default Title,TIN,,,1,true,',
  ]);
  const refused = await run('products', taken);
  expect(refused.told).toEqual([
    `row 2, Vendor "${'v'.repeat(59)}…": the vendor is longer than 255 characters (rejected)`,
    'row 3, Title: the name must not be empty (rejected)',
  ]);
  const ignored = await run('products', taken, { policy: 'ignore-field' });
  expect(ignored.told).toEqual([
    `row 2, Vendor "${'v'.repeat(59)}…": the vendor is longer than 255 characters (field ignored)`,
    'row 2, Variant SKU "PAN": the SKU PAN is already in use (field ignored)',
    'row 3, Title: the name must not be empty (rejected)',
  ]);
  expect(await ask("select vendor from product where slug = 'cup'")).toEqual([null]);
});

test('a run that was broken off goes on where it stopped, and ends as if it had not been', async () => {
  const many = [
    head,
    ...Array.from({ length: 800 }, (_, n) => `p-${n},P ${n},Title,Default Title,S-${n},shopify,${n},${n}.5,true`),
  ];
  const path = file('many.csv', [...many, 'p-last,Last,Title,Default Title,S-7,,,1,true']);
  const first = await run('products', path, {}, false, 200);
  expect(first.summary).toMatchObject({ outcome: 'INTERRUPTED', counts: { created: 250 } });
  expect(await ask('select rows_done::int from import_run')).toEqual([251]);
  const rest = await run('products', path);
  expect(rest.summary).toMatchObject({ outcome: 'DONE', resumedAfter: 251 });
  expect(rest.summary.counts).toMatchObject({ rows: 801, products: 801, created: 800, rejected: 1, errors: 1 });
  expect(rest.told).toEqual(['row 802, Variant SKU "S-7": row 9 has it already (rejected)']);
  expect(await ask('select count(*)::int from product')).toEqual([800]);
  expect(await ask('select count(*)::int from outbox')).toEqual([2400]);
  expect(await ask('select state from import_run')).toEqual(['FINISHED']);
});

test('of two processes with the same file each product is made once', async () => {
  const path = file('mugs.csv', mugs);
  const [one, other] = await Promise.all([run('products', path), run('products', path)]);
  const made = [one.summary.counts['created'], other.summary.counts['created']];
  expect(made.sort()).toEqual([0, 2]);
});

test('stock: counts by SKU and location', async () => {
  await run('products', file('mugs.csv', mugs));
  const path = file('stock.csv', [
    'sku,location,quantity',
    'MUG-W,main,9',
    'MUG-B,main,0',
    'NONE,main,1',
    'PAN,attic,1',
    'PAN,main,-1',
    'MUG-W,main,3',
  ]);
  const { summary, told } = await run('stock', path);
  expect(told).toEqual([
    'row 4, sku "NONE": there is no such SKU (rejected)',
    'row 5, location "attic": there is no such location (rejected)',
    'row 6, quantity "-1": below zero (rejected)',
    'row 7, sku "MUG-W": row 2 has counted it already (rejected)',
  ]);
  expect(summary.counts).toEqual({ rows: 6, rejected: 4, stockChanged: 1, stockUnchanged: 1, errors: 4, warnings: 0 });
  expect(await ask("select on_hand::int from stock_level l join variant v on v.id = l.variant_id where sku = 'MUG-W'")).toEqual([
    9000,
  ]);
  expect((await run('stock', path)).summary.counts).toMatchObject({ stockChanged: 0, stockUnchanged: 2 });
  const bare = file('bare.csv', ['quantity,sku', '2.5,PAN']);
  expect((await run('stock', bare, { location: 'main' })).summary.counts).toMatchObject({ stockChanged: 1 });
});

test('prices: tiers by SKU, in a list or a currency', async () => {
  await run('products', file('mugs.csv', mugs));
  const path = file('prices.csv', [
    'sku,list,currency,amount,min_quantity,compare_at',
    'PAN,eur,,45.00,,50',
    'PAN,,EUR,40,10,',
    'PAN,,eur,41,10,',
    'PAN,x,,1,,',
    'PAN,,USD,1,,',
    'PAN,,EUR,1.x,2,',
    'MUG-W,,,9.99,,5',
  ]);
  const { summary, told } = await run('prices', path);
  expect(told).toEqual([
    'row 4, sku "PAN": row 3 has priced it already (rejected)',
    'row 5, list "x": there is no such price list (rejected)',
    'row 6, currency "USD": there is no base price list in this currency (rejected)',
    'row 7, amount "1.x": not a decimal such as "10.00" (rejected)',
    'row 8, compare_at "5": a former price below the price is left out (noted)',
  ]);
  expect(summary.counts).toEqual({ rows: 7, rejected: 4, pricesChanged: 3, pricesUnchanged: 0, errors: 4, warnings: 1 });
  const tiers =
    "select sku || ' ' || min_quantity || ' ' || trim_scale(amount) || ' ' || coalesce(trim_scale(compare_at)::text, '-') from price p join variant v on v.id = p.variant_id where sku <> 'MUG-B' order by 1";
  expect(await ask(tiers)).toEqual(['MUG-W 0 9.99 -', 'PAN 0 45 50', 'PAN 10000 40 -']);
  const events = await ask('select count(*)::int from outbox');
  expect((await run('prices', path)).summary.counts).toMatchObject({ pricesChanged: 0, pricesUnchanged: 3 });
  expect(await ask('select count(*)::int from outbox')).toEqual(events);
});

test.each<[string, readonly string[], Partial<ImportOptions>, RegExp]>([
  ['no header', [], {}, /has no column Handle/],
  ['a quotation mark that is never closed', [...mugs, 'cup,"Cup'], {}, /is not whole CSV/],
  ['a location that does not exist', mugs, { location: 'moon' }, /^there is no location moon: there are main$/],
  ['a currency that is none', mugs, { currency: 'XXQ' }, /XXQ/],
  ['a language that is none', mugs, { locale: 'klingon!' }, /is not a language/],
])('a file or option that cannot be: %s', async (_what, lines, options, sentence) => {
  const refusal = run('products', file('bad.csv', lines), { policy: 'reject-all', ...options });
  await expect(refusal).rejects.toThrow(sentence);
  await expect(refusal).rejects.toBeInstanceOf(UserError);
  expect(await ask('select count(*)::int from product')).toEqual([0]);
});

test('the example of the handbook comes in whole', async () => {
  const path = fileURLToPath(new URL('../../docs/examples/products.csv', import.meta.url));
  const { summary, told } = await run('products', path, { policy: 'reject-all' });
  expect(told).toEqual([]);
  expect(summary.counts).toMatchObject({ rows: 10, products: 5, created: 5, variants: 9, pricesChanged: 9, stockChanged: 8 });
});

test('the entry of prices is that of the list', async () => {
  await run('products', file('mugs.csv', mugs), { entry: 'NET' });
  expect(await ask('select entry from price_list')).toEqual(['NET']);
  await expect(run('products', file('mugs.csv', mugs), { entry: 'GROSS' })).rejects.toThrow(
    'the prices of the list eur are NET, not GROSS',
  );
});

test('the report keeps every finding', async () => {
  const found: Finding = { row: 3, column: 'Tags', value: '=1+1,"x"', reason: 'bad', weight: 'OPTIONAL' };
  for (const name of ['report.json', 'report.csv']) {
    const report = await Report.open(join(folder, name), 'ignore-field');
    await report.add(found);
    await report.add({ ...found, row: 4, value: null });
    await report.close({ outcome: 'DONE' });
  }
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual({
    findings: [
      { ...found, effect: 'field ignored' },
      { ...found, row: 4, value: null, effect: 'field ignored' },
    ],
    summary: { outcome: 'DONE' },
  });
  expect(readFileSync(join(folder, 'report.csv'), 'utf8').split('\r\n')).toEqual([
    'row,column,value,reason,weight,effect',
    `3,Tags,"'=1+1,""x""",bad,OPTIONAL,field ignored`,
    '4,Tags,,bad,OPTIONAL,field ignored',
    '',
  ]);
});
