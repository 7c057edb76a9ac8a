import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportService, sentence, type Finding } from '#connectors';
import { CustomersService, SignInService } from '#customers';
import { aContext } from '../../../test/support/context.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openEmptyShop } from '../../../test/support/empty-shop.js';

let shop: TestDatabase;
let app: INestApplicationContext;
let folder: string;

beforeAll(async () => {
  shop = await freshDatabase();
  app = await openEmptyShop(shop.url);
  folder = mkdtempSync(join(tmpdir(), 'segments-'));
  const customers = app.get(CustomersService, { strict: false });
  for (const name of ['ann', 'bob', 'cy']) await customers.create(aContext(), `${name}@example.test`, {});
  await app
    .get(SignInService, { strict: false })
    .signUp(aContext(), { email: 'eve@example.test', password: 'a password of eve' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.close();
  await shop.drop();
});

async function run(...lines: readonly string[]) {
  const path = join(folder, 'members.csv');
  writeFileSync(path, lines.join('\n'));
  const found: Finding[] = [];
  const watch = { progress: () => undefined, finding: (each: Finding) => void found.push(each) };
  const request = { kind: 'segments', path, options: { policy: 'reject-row' }, dryRun: false } as const;
  const { counts } = await app.get(ImportService, { strict: false }).run(request, watch);
  return { counts, told: found.map((each) => sentence(each, 'reject-row')) };
}

async function members(): Promise<unknown[]> {
  const { rows } = await shop.database.pool.query<object>(
    `select s.code, s.version::int, coalesce(string_agg(split_part(p.email, '@', 1), '+' order by p.email), '') who from segment s
       left join segment_member m on m.segment_id = s.id left join customer_person p on p.customer_id = m.customer_id
     group by s.id order by s.code`,
  );
  return rows;
}

const counted = { created: 0, updated: 0, unchanged: 0, rejected: 0, errors: 0, warnings: 0 };

test('who is in which segment is said by e-mail address; a segment that there is not is made', async () => {
  const first = await run('segment,email', 'loyal,Ann@example.test', 'loyal,bob@example.test', 'big,ann@example.test');
  expect(first).toEqual({ counts: { ...counted, rows: 3, created: 3 }, told: [] });
  expect(await members()).toEqual([
    { code: 'big', version: 1, who: 'ann' },
    { code: 'loyal', version: 1, who: 'ann+bob' },
  ]);
  const next = [
    'segment,email,member',
    'loyal,ann@example.test,false',
    'loyal,bob@example.test,',
    'loyal,cy@example.test,true',
    'big,cy@example.test,false',
  ];
  expect(await run(...next)).toEqual({ counts: { ...counted, rows: 4, created: 1, updated: 1, unchanged: 2 }, told: [] });
  expect(await members()).toEqual([
    { code: 'big', version: 1, who: 'ann' },
    { code: 'loyal', version: 2, who: 'bob+cy' },
  ]);
  expect((await run(...next)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 4 });
  const { rows } = await shop.database.pool.query<{ payload: object }>(
    `select payload - 'segmentId' payload from outbox where type = 'segment.changed' order by aggregate_version, payload->>'added'`,
  );
  expect(rows.map(({ payload }) => payload)).toEqual([
    { changed: ['created', 'members'], added: 1, removed: 0 },
    { changed: ['created', 'members'], added: 2, removed: 0 },
    { changed: ['members'], added: 1, removed: 1 },
  ]);
});

test('what cannot be is told by its row, and the rest comes in', async () => {
  const { counts, told } = await run(
    'segment,email,member',
    'Not a code,ann@example.test,',
    'vip,nobody@example.test,',
    'vip,eve@example.test,',
    ',ann@example.test,',
    'vip,,',
    'vip,ann@example.test,',
    'vip,ann@example.test,false',
    'vip,bob@example.test,',
  );
  expect(told).toEqual([
    'row 2, segment "Not a code": a code has 1 to 40 small letters, digits and hyphens (rejected)',
    'row 3, email "nobody@example.test": there is no such customer (rejected)',
    'row 4, email "eve@example.test": whoever signed up with this e-mail address may be somebody else: have staff confirm it (updateCustomer, emailVerified: true) (rejected)',
    'row 5, segment: there is no segment (rejected)',
    'row 6, email: there is no e-mail address (rejected)',
  ]);
  expect(counts).toEqual({ ...counted, rows: 8, created: 2, updated: 1, rejected: 5, errors: 5 });
  expect((await members()).at(-1)).toEqual({ code: 'vip', version: 1, who: 'bob' });
});
