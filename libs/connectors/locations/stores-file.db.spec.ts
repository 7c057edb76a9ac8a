import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportService } from '#connectors';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openEmptyShop } from '../../../test/support/empty-shop.js';

// Best Buy's open data (CC0) lies beside the clone on machines that have it
const stores = fileURLToPath(new URL('../../../../shared/data/bestbuy-stores-categories/stores.json.gz', import.meta.url));
const mapping = readFileSync(new URL('../../../docs/examples/bestbuy-stores.map.json', import.meta.url), 'utf8');

let shop: TestDatabase;
let app: INestApplicationContext;

beforeAll(async () => {
  shop = await freshDatabase();
  app = await openEmptyShop(shop.url);
});
afterAll(async () => {
  await app.close();
  await shop.drop();
});

async function run(dryRun: boolean) {
  const found: unknown[] = [];
  const { counts } = await app
    .get(ImportService, { strict: false })
    .run(
      { kind: 'locations', path: stores, options: { policy: 'reject-all', mapping }, dryRun },
      { progress: () => undefined, finding: (each) => void found.push(each) },
    );
  return { counts, found };
}

if (existsSync(stores)) {
  test("all of Best Buy's 1565 stores come in, where they are, and a second time nothing changes", async () => {
    const counts = { rows: 1565, created: 1565, updated: 0, unchanged: 0, rejected: 0, errors: 0, warnings: 0 };
    expect(await run(true)).toEqual({ counts, found: [] });
    expect(await run(false)).toEqual({ counts, found: [] });
    const { rows } = await shop.database.pool.query<object>(
      'select kind, count(*)::int from location group by kind order by kind',
    );
    expect(rows).toEqual([
      { kind: 'KIOSK', count: 189 },
      { kind: 'STORE', count: 1377 },
    ]);
    const mall = `select name, country, region, postcode, city, street, latitude::text, longitude::text, external_code
      from location where code = 'bb-1000'`;
    expect((await shop.database.pool.query<object>(mall)).rows).toEqual([
      {
        name: 'Mall of America',
        country: 'US',
        region: 'MN',
        postcode: '55425',
        city: 'Bloomington',
        street: '340 W Market',
        latitude: '44.854660',
        longitude: '-93.245650',
        external_code: '1000',
      },
    ]);
    expect((await run(false)).counts).toMatchObject({ unchanged: 1565, created: 0, updated: 0 });
  });
} else {
  test("Best Buy's stores are absent here: the import is tested on files of our own", () => {
    process.stderr.write(`${stores} is absent: Best Buy's stores are not tested.\n`);
    expect(existsSync(stores)).toBe(false);
  });
}
