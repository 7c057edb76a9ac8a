import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportService, type Counts, type Policy } from '#connectors';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openEmptyShop } from '../../../test/support/empty-shop.js';

// Shopify's own sample files lie beside the clone on machines that have them; they carry no licence, so none is in it
const folder = fileURLToPath(new URL('../../../../shared/data/shopify-product-csv/', import.meta.url));

const files: readonly (readonly [file: string, counts: Counts])[] = [
  [
    'pc-apparel.csv',
    { rows: 22, products: 20, created: 20, variants: 22, stockChanged: 0, pricesChanged: 22, errors: 0, warnings: 0 },
  ],
  [
    'pc-home-and-garden.csv',
    { rows: 21, products: 20, created: 20, variants: 21, stockChanged: 1, pricesChanged: 21, errors: 0, warnings: 0 },
  ],
  [
    'pc-jewelery.csv',
    { rows: 41, products: 20, created: 20, variants: 23, stockChanged: 0, pricesChanged: 23, errors: 0, warnings: 0 },
  ],
  [
    'images-apparel.csv',
    { rows: 104, products: 25, created: 25, variants: 96, stockChanged: 95, pricesChanged: 96, errors: 0, warnings: 0 },
  ],
  [
    'images-jewelry.csv',
    { rows: 30, products: 19, created: 19, variants: 24, stockChanged: 2, pricesChanged: 24, errors: 0, warnings: 0 },
  ],
];

let shop: TestDatabase;
let app: INestApplicationContext;

beforeEach(async () => {
  shop = await freshDatabase();
  app = await openEmptyShop(shop.url);
});
afterEach(async () => {
  await app.close();
  await shop.drop();
});

async function run(file: string, policy: Policy) {
  const reasons = new Map<string, number>();
  const summary = await app.get(ImportService, { strict: false }).run(
    { kind: 'products', path: folder + file, options: { policy }, dryRun: false },
    {
      progress: () => undefined,
      finding: ({ column, reason }) => {
        const key = `${column ?? ''}: ${reason.replace(/row \d+/, 'row N')}`;
        reasons.set(key, (reasons.get(key) ?? 0) + 1);
      },
    },
  );
  return { counts: summary.counts, reasons: Object.fromEntries(reasons) };
}

const bicycles = {
  'Variant Barcode: not a GTIN (8, 12, 13 or 14 digits with the right check digit) and left out': 61,
  'Variant Compare At Price: a former price below the price is left out': 9,
  'Variant SKU: row N has it already': 41,
  'Variant Barcode: row N has it already': 22,
  'Variant Inventory Qty: below zero': 5,
};

if (existsSync(folder)) {
  test('the small files come in whole, together, and a second time change nothing', async () => {
    for (const [file, counts] of files)
      expect({ file, ...(await run(file, 'reject-all')).counts }).toMatchObject({ file, ...counts });
    const told = await shop.database.pool.query('select count(*) from outbox');
    for (const [file, { products }] of files)
      expect({ file, ...(await run(file, 'reject-row')).counts }).toMatchObject({ file, unchanged: products, errors: 0 });
    expect((await shop.database.pool.query('select count(*) from outbox')).rows).toEqual(told.rows);
  });

  test('of the bicycles, what has bad fields is left out: 27 products for codes that others have, 5 for negative stock, one for both', async () => {
    const { counts, reasons } = await run('images-bicycles.csv.gz', 'reject-row');
    expect(reasons).toEqual(bicycles);
    expect(counts).toMatchObject({
      rows: 1399,
      products: 284,
      created: 253,
      rejected: 31,
      variants: 863,
      errors: 68,
      warnings: 70,
    });
  });

  test('of the bicycles, only the bad fields are left out: all 284 products with 1121 variants', async () => {
    const { counts, reasons } = await run('images-bicycles.csv.gz', 'ignore-field');
    expect(reasons).toEqual(bicycles);
    expect(counts).toMatchObject({
      products: 284,
      created: 284,
      rejected: 0,
      variants: 1121,
      pricesChanged: 1121,
      stockChanged: 1086,
    });
    const again = await run('images-bicycles.csv.gz', 'ignore-field');
    expect(again.counts).toMatchObject({ unchanged: 284, variantsCreated: 0, pricesChanged: 0, stockChanged: 0 });
  });

  test('of the bicycles, nothing comes in when it is all or nothing', async () => {
    expect((await run('images-bicycles.csv.gz', 'reject-all')).counts).toMatchObject({ rows: 1399, errors: 68 });
    expect((await shop.database.pool.query('select 1 from product')).rowCount).toBe(0);
  });
} else {
  test("Shopify's sample files are absent here: the import is tested on files of our own", () => {
    process.stderr.write(`${folder} is absent: Shopify's own sample files are not tested.\n`);
    expect(existsSync(folder)).toBe(false);
  });
}
