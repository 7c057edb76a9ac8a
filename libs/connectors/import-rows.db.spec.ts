import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportService, sentence, type Finding, type ImportKind, type ImportOptions } from '#connectors';
import { CustomersService, SignInService } from '#customers';
import { aContext } from '../../test/support/context.js';
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

function file(name: string, lines: readonly (string | object)[]): string {
  const path = join(folder, name);
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

async function run(kind: ImportKind, path: string, options: Partial<ImportOptions> = {}, dryRun = false, stopAfter = Infinity) {
  const whole: ImportOptions = { policy: 'reject-row', ...options };
  const found: Finding[] = [];
  const stopping = new AbortController();
  const watch = {
    signal: stopping.signal,
    progress: ({ rows }: { rows: number }) => {
      if (rows >= stopAfter) stopping.abort();
    },
    finding: (each: Finding) => void found.push(each),
  };
  const service = app.get(ImportService, { strict: false });
  const { counts } = await service.run({ kind, path, options: whole, dryRun }, watch);
  return { counts, told: found.map((each) => sentence(each, whole.policy)) };
}

async function ask<T = number>(sql: string): Promise<T[]> {
  const { rows } = await shop.database.pool.query<Record<string, T>>(sql);
  return rows.map((row) => Object.values(row)[0] as T);
}

const counted = { created: 0, updated: 0, unchanged: 0, rejected: 0, errors: 0, warnings: 0 };

describe('stock and prices as JSON', () => {
  const products = ['Handle,Title,Variant SKU,Variant Price', 'mug,Mug,MUG,12.90', 'pan,Pan,PAN,49'];

  test('a line an object; what a line does not say stays', async () => {
    await run('products', file('products.csv', products));
    const stock = file('stock.jsonl.gz', [
      { sku: 'MUG', location: 'main', quantity: 2.5 },
      '',
      { SKU: 'PAN', quantity: '7', location: 'main', colour: 'red' },
      '{"sku": "MUG"',
      '[1]',
      { sku: 'MUG', location: 'main', quantity: 3 },
      '{"sku": "NEW", "location": "main", "quantity": 1.0000000000000000001}',
      '{"sku": "NEW", "location": "main", "quantity": 1234567890.1234567}',
      { location: 'main', quantity: 1 },
    ]);
    const { counts, told } = await run('stock', stock);
    expect(told).toEqual([
      'row 4: not a JSON object (rejected)',
      'row 5: not a JSON object (rejected)',
      'row 6, sku "MUG": row 1 has counted it already (rejected)',
      'row 7, sku "NEW": there is no such SKU (rejected)',
      'row 8: 1234567890.1234567 has too many digits for a JSON number: write it as a text (rejected)',
      'row 9, sku: there is no SKU (rejected)',
    ]);
    expect(counts).toEqual({ rows: 9, rejected: 6, stockChanged: 2, stockUnchanged: 0, errors: 6, warnings: 0 });
    const prices = file('prices.json', [
      '[ {"sku": "MUG", "amount": 11, "min_quantity": 10, "compare_at": "13.00"},',
      '{"sku": "PAN", "amount": "45.5", "note": "a \\"brace\\" } ] in a text"} ]',
    ]);
    expect((await run('prices', prices)).counts).toMatchObject({ rows: 2, pricesChanged: 2, errors: 0 });
    const tiers =
      "select sku || ' ' || min_quantity || ' ' || trim_scale(amount) from price p join variant v on v.id = p.variant_id order by 1";
    expect(await ask(tiers)).toEqual(['MUG 0 12.9', 'MUG 10000 11', 'PAN 0 45.5']);
    const floors =
      "select sku || ' ' || currency || ' ' || trim_scale(amount) from floor_price f join variant v on v.id = f.variant_id order by 1";
    await run('prices', file('floors.csv', ['sku,amount,floor', 'MUG,12.90,9.5', 'PAN,45.50,40']));
    expect(await ask(floors)).toEqual(['MUG EUR 9.5', 'PAN EUR 40']);
    const wrong = await run('prices', file('again.csv', ['sku,amount,floor', 'MUG,12.90,0', 'PAN,45.50,']), {
      policy: 'ignore-field',
    });
    expect([wrong.told, await ask(floors)]).toEqual([
      ['row 2, floor "0": a least price is above 0 (field ignored)'],
      ['MUG EUR 9.5'],
    ]);
    expect((await run('stock', stock)).counts).toMatchObject({ stockChanged: 0, stockUnchanged: 2 });
  });

  test.each<[string, ImportKind, readonly string[], Partial<ImportOptions>, RegExp]>([
    ['is not of a kind that can be JSON', 'products', ['{"Handle": "mug"}'], {}, /is JSONL: products are read from CSV/],
    ['ends before its array does', 'stock', ['[{"sku": "MUG", "quantity": 1}, {"sku":'], {}, /not whole JSON/],
    ['does not name a column that has to be there', 'stock', ['{"sku": "MUG"}'], {}, /has no column quantity/],
    ['has a mapping that is none', 'stock', ['{"sku": "MUG"}'], { mapping: '{' }, /the mapping is not JSON/],
    ['has a mapping of other columns', 'stock', ['{"sku": "MUG"}'], { mapping: '{"x": "y"}' }, /has a column x: there are sku, /],
    ['has a mapping without a source', 'stock', ['{"sku": "MUG"}'], { mapping: '{"sku": {"prefix": "y"}}' }, /at sku: /],
  ])('a file that %s is refused', async (_what, kind, lines, options, reason) => {
    await expect(run(kind, file('bad', lines), options)).rejects.toThrow(reason);
  });

  test('a mapping says which column is which, in CSV as well', async () => {
    await run('products', file('products.csv', products));
    const mapping = JSON.stringify({
      sku: { from: 'Item', prefix: 'M' },
      quantity: 'On Hand',
      location: { from: 'Depot', words: { '1': 'main' }, value: 'main' },
    });
    const path = file('erp.csv', ['Depot,Item,On Hand', '1,UG,4', ',UG2,5', '2,UG,6']);
    const { counts, told } = await run('stock', path, { mapping });
    expect(told).toEqual([
      'row 3, sku "MUG2": there is no such SKU (rejected)',
      'row 4, location "2": there is no such location (rejected)',
    ]);
    expect(counts).toMatchObject({ rows: 3, stockChanged: 1 });
  });
});

describe('locations', () => {
  const head = 'code,name,kind,country,postcode,city,street,time_zone,latitude,longitude,external_code,active';
  const rows = [
    head,
    'berlin,Berlin Mitte,STORE,de,10115,Berlin,Torstr. 1,Europe/Berlin,52.5298765,13.4,B-1,true',
    'depot,Depot,warehouse,DE,,,,,,,D-1,',
  ];

  test('come in, change what they say, and a second time change nothing', async () => {
    const first = await run('locations', file('places.csv.gz', rows));
    expect(first).toEqual({ counts: { ...counted, rows: 2, created: 2 }, told: [] });
    const place =
      "select kind || ' ' || name || ' ' || coalesce(city, '-') || ' ' || coalesce(latitude::text, '-') from location order by code";
    expect(await ask(place)).toEqual(['STORE Berlin Mitte Berlin 52.529876', 'WAREHOUSE Depot - -', 'STORE Main - -']);
    expect((await run('locations', file('again.csv', rows))).counts).toMatchObject({ unchanged: 2, updated: 0, created: 0 });
    const { counts } = await run('locations', file('later.jsonl', [{ code: 'berlin', city: null, name: 'Berlin' }]));
    expect(counts).toEqual({ ...counted, rows: 1, updated: 1 });
    expect(await ask(place)).toEqual(['STORE Berlin - 52.529876', 'WAREHOUSE Depot - -', 'STORE Main - -']);
  });

  test('go on where they stopped, in JSON lines as well', async () => {
    const lines = Array.from({ length: 2500 }, (_, n) => ({ code: `l-${n}`, name: `L ${n}` }));
    const path = file('many.jsonl', [...lines, { code: 'l-7', name: 'Seven again' }]);
    expect((await run('locations', path, {}, false, 1000)).counts).toMatchObject({ rows: 1000, created: 1000 });
    expect(await ask('select rows_done::int from import_run')).toEqual([1000]);
    const { counts, told } = await run('locations', path);
    expect(counts).toEqual({ ...counted, rows: 2501, created: 2500, rejected: 1, errors: 1 });
    expect(told).toEqual(['row 2501, code "l-7": row 8 has it already (rejected)']);
    expect(await ask('select count(*)::int from location')).toEqual([2501]);
  });

  const dirty = [
    head,
    'berlin,Berlin,STORE,DE,,,,Europe/Nowhere,95,13.4,B-1,',
    ',Nameless,,,,,,,,,,',
    'paris,,STORE,FR,,,,,,,,',
    'berlin,Again,,,,,,,,,,',
    'main,Main,castle,,,,,,52,,B-1,maybe',
  ];
  const reasons = [
    'row 2, latitude "95": between -90 and 90 degrees',
    'row 2, time_zone "Europe/Nowhere": a time zone is called as IANA calls it, such as Europe/Berlin',
    'row 3, code: there is no code',
    'row 4, name: a name has 1 to 200 characters',
    'row 5, code "berlin": row 2 has it already',
    'row 6, kind "castle": none of STORE, WAREHOUSE, KIOSK, SUPPLIER',
    'row 6, longitude: half a point',
    'row 6, active "maybe": neither true nor false',
  ];

  test('with bad rows: those are left out, or their bad fields, or everything', async () => {
    const path = file('dirty.csv', dirty);
    const refused = await run('locations', path, { policy: 'reject-all' });
    expect(refused.counts).toMatchObject({ rows: 5, rejected: 5 });
    expect(await ask('select code from location')).toEqual(['main']);
    expect((await run('locations', path)).counts).toMatchObject({ created: 0, rejected: 5 });
    const rehearsed = await run('locations', path, { policy: 'ignore-field' }, true);
    expect(await ask('select code from location')).toEqual(['main']);
    const kept = await run('locations', path, { policy: 'ignore-field' });
    expect(kept).toEqual(rehearsed);
    expect(kept.counts).toMatchObject({ rows: 5, created: 1, rejected: 3 });
    const rejected = (reason: string) => /row [345]/.test(reason);
    expect(kept.told.sort()).toEqual(
      [...reasons, 'row 6, external_code "B-1": another location has the external code B-1']
        .map((reason) => `${reason} (${rejected(reason) ? 'rejected' : 'field ignored'})`)
        .sort(),
    );
    expect(await ask('select code from location order by code')).toEqual(['berlin', 'main']);
  });
});

describe('customers', () => {
  const head =
    'email,name,phone,locale,groups,address_name,address_line1,address_postcode,address_city,address_country,default_shipping';
  const rows = [
    head,
    'Ada@example.test,Ada,+49 30 1,de,vip|trade,Ada L.,Weg 1,10115,Berlin,DE,true',
    'ada@example.test,,,,,Ada L.,Gasse 2,10117,Berlin,de,',
    'bob@example.test,Bob,,,,,,,,,',
  ];
  const people = `select p.email || ' ' || coalesce(p.name, '-') || ' ' || c.version || ' ' ||
    (select count(*) from customer_address a where a.customer_id = c.id) || ' ' ||
    coalesce((select string_agg(g.code, '+' order by g.code) from customer_group_member m join customer_group g on g.id = m.group_id
      where m.customer_id = c.id), '-') from customer c join customer_person p on p.customer_id = c.id order by 1`;

  beforeEach(async () => {
    const customers = app.get(CustomersService, { strict: false });
    for (const code of ['vip', 'trade']) await customers.createGroup({ code, name: code });
  });

  test('come in with groups and addresses, a row an address; a second time nothing changes', async () => {
    const { counts, told } = await run('customers', file('people.csv.gz', rows));
    expect([counts, told]).toEqual([{ ...counted, rows: 3, created: 2 }, []]);
    expect(await ask(people)).toEqual(['ada@example.test Ada 1 2 trade+vip', 'bob@example.test Bob 1 0 -']);
    expect((await run('customers', file('again.csv', rows))).counts).toMatchObject({ unchanged: 2, updated: 0 });
    const later = file('later.jsonl', [
      { email: 'ADA@example.test', groups: ['trade'] },
      { email: 'bob@example.test', name: null },
    ]);
    expect((await run('customers', later)).counts).toEqual({ ...counted, rows: 2, updated: 2 });
    expect(await ask(people)).toEqual(['ada@example.test Ada 2 2 trade', 'bob@example.test - 2 0 -']);
    expect(await ask("select type || ' ' || aggregate_version from outbox order by aggregate_id, aggregate_version")).toEqual([
      ...['customer.created 1', 'customer.updated 2', 'customer.created 1', 'customer.updated 2'],
    ]);
    expect(await ask("select count(*)::int from outbox where payload::text ilike '%ada%'")).toEqual([0]);
  });

  test('with bad rows: those are left out, or their bad fields', async () => {
    const path = file('dirty.csv', [
      ...rows,
      'not an address,Cy,,,,,,,,,',
      'ada@example.test,Again,,,,,,,,,',
      'dan@example.test,Dan,,klingon!,nobody,,Weg 3,,Bonn,Germany,',
      ',Eve,,,,,,,,,',
    ]);
    const strict = await run('customers', path, {}, true);
    expect(strict.counts).toMatchObject({ created: 2, rejected: 4 });
    const { counts, told } = await run('customers', path, { policy: 'ignore-field' });
    expect(told).toEqual([
      'row 5, email "not an address": this is not an e-mail address (rejected)',
      'row 6, email "ada@example.test": row 2 has begun this customer: its rows have to stand together (rejected)',
      'row 7, address_country "Germany": a country is two letters, such as DE (field ignored)',
      'row 7, locale "klingon!": a language is a BCP 47 tag such as en or pt-BR (field ignored)',
      'row 7, groups "nobody": there is no such group of customers (field ignored)',
      'row 8, email: there is no e-mail address (rejected)',
    ]);
    expect(counts).toMatchObject({ rows: 7, created: 3, rejected: 3 });
    expect((await ask<string>(people)).at(-1)).toBe('dan@example.test Dan 1 0 -');
  });
});

describe('organizations', () => {
  const head = 'code,name,parent,on_account,purchase_order_required,external_code,member,role';
  const rows = [
    head,
    'acme,Acme,,true,,A-1,ada@example.test,ADMIN',
    'acme,,,,,,bob@example.test,',
    'acme-berlin,Acme Berlin,acme,,true,,bob@example.test,APPROVER',
  ];
  const units = `select o.code || ' ' || o.name || ' ' || o.version || ' ' || (select string_agg(a.code, '/' order by cardinality(a.path))
      from organization a where a.id = any(o.path)) || ' ' || coalesce((select string_agg(m.role, '+' order by m.role)
      from organization_member m where m.organization_id = o.id), '-') from organization o order by o.code`;

  beforeEach(async () => {
    const people = file('people.csv', ['email', 'ada@example.test', 'bob@example.test']);
    await run('customers', people);
  });

  test('come in with parents and members, a row a member; a second time nothing changes', async () => {
    const { counts, told } = await run('organizations', file('units.csv', rows));
    expect([counts, told]).toEqual([{ ...counted, rows: 3, created: 2 }, []]);
    expect(await ask(units)).toEqual(['acme Acme 3 acme ADMIN+BUYER', 'acme-berlin Acme Berlin 2 acme/acme-berlin APPROVER']);
    expect((await run('organizations', file('again.csv.gz', rows))).counts).toMatchObject({ unchanged: 2, updated: 0 });
    const moved = file('moved.jsonl', [
      { code: 'shop', name: 'Shop', parent: 'acme-berlin' },
      { code: 'holding', name: 'Holding' },
      { code: 'acme', parent: 'holding' },
      { code: 'acme-berlin', members: 'x', member: 'ada@example.test', role: 'viewer' },
    ]);
    expect((await run('organizations', moved)).counts).toEqual({ ...counted, rows: 4, created: 2, updated: 2 });
    expect(await ask(units)).toEqual([
      'acme Acme 4 holding/acme ADMIN+BUYER',
      'acme-berlin Acme Berlin 3 holding/acme/acme-berlin APPROVER+VIEWER',
      'holding Holding 1 holding -',
      'shop Shop 1 holding/acme/acme-berlin/shop -',
    ]);
    const gaps = `select count(*)::int from (select aggregate_id from outbox where aggregate_type = 'organization' group by aggregate_id
      having max(aggregate_version) <> count(*) or min(aggregate_version) <> 1) gap`;
    expect(await ask(gaps)).toEqual([0]);
  });

  test('with bad rows: those are left out, or their bad fields', async () => {
    const path = file('dirty.csv', [
      head,
      'orphan,Orphan,nobody,,,,,',
      'a,A,,perhaps,,,eve@example.test,',
      'b,B,b,,,,bob@example.test,king',
      'c d,C,,,,,,',
    ]);
    const { counts, told } = await run('organizations', path, { policy: 'ignore-field' });
    expect(told).toEqual([
      'row 2, parent "nobody": there is no organization nobody (rejected)',
      'row 3, on_account "perhaps": neither true nor false (field ignored)',
      'row 3, member "eve@example.test": there is no customer of this e-mail address (field ignored)',
      'row 4, role "king": none of VIEWER, BUYER, APPROVER, ADMIN (field ignored)',
      'row 4, parent "b": there is no organization b (rejected)',
      'row 5, code "c d": a code is made of letters, digits, hyphens, dots and underscores, 100 at most (rejected)',
    ]);
    expect(counts).toMatchObject({ rows: 4, created: 1, rejected: 3 });
    expect(await ask(units)).toEqual(['a A 1 a -']);
  });
});

describe('somebody who signed up with an e-mail address that nobody has confirmed', () => {
  const reason =
    'whoever signed up with this e-mail address may be somebody else: have staff confirm it (updateCustomer, emailVerified: true)';
  const customers = file.bind(null, 'people.csv', ['email,name,groups', 'Eve@example.test,Ada,vip', 'bob@example.test,Bob,']);
  const units = file.bind(null, 'units.csv', ['code,name,member', 'acme,Acme,eve@example.test', 'other,Other,']);
  const state = `select jsonb_build_object('name', p.name, 'version', c.version,
      'groups', (select count(*) from customer_group_member m where m.customer_id = c.id),
      'units', (select count(*) from organization_member m where m.customer_id = c.id))
    from customer c join customer_person p on p.customer_id = c.id where p.email = 'eve@example.test'`;
  let eve: string;

  beforeEach(async () => {
    await app.get(CustomersService, { strict: false }).createGroup({ code: 'vip', name: 'VIP' });
    const signing = app.get(SignInService, { strict: false });
    const signedUp = await signing.signUp(aContext(), { email: 'eve@example.test', password: 'a password of eve' });
    eve = signedUp.customer.id;
  });

  test.each(['reject-row', 'ignore-field'] as const)('is given nothing by files (%s)', async (policy) => {
    const people = await run('customers', customers(), { policy });
    expect(people.told).toEqual([`row 2, email "Eve@example.test": ${reason} (rejected)`]);
    expect(people.counts).toMatchObject({ created: 1, updated: 0, rejected: 1 });
    const organizations = await run('organizations', units(), { policy });
    const effect = policy === 'ignore-field' ? 'field ignored' : 'rejected';
    expect(organizations.told).toEqual([`row 2, member "eve@example.test": ${reason} (${effect})`]);
    expect(await ask<object>(state)).toEqual([{ name: null, version: 1, groups: 0, units: 0 }]);
  });

  test('is a customer like others once staff have confirmed the address', async () => {
    await app.get(CustomersService, { strict: false }).update(aContext(), eve, { emailVerified: true });
    expect((await run('customers', customers())).told).toEqual([]);
    expect((await run('organizations', units())).told).toEqual([]);
    expect(await ask<object>(state)).toEqual([{ name: 'Ada', version: 3, groups: 1, units: 1 }]);
  });
});
