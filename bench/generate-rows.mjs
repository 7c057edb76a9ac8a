// node bench/generate-rows.mjs stock|prices|customers|organizations|locations ROWS FILE: rows for an import, as CSV or, by the
// ending .jsonl, JSON lines. Their SKUs are those of bench/generate-products.mjs, which makes two variants a product on average.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const mostRows = 1_000_000;
const [kind, count, file] = process.argv.slice(2);
const rows = Number(count);

const kinds = {
  stock: (n) => ({ sku: sku(n), location: 'main', quantity: n % 500 }),
  prices: (n) => ({
    sku: sku(n),
    currency: 'EUR',
    amount: `${1 + (n % 997)}.${String(n % 100).padStart(2, '0')}`,
    min_quantity: 10,
  }),
  customers: (n) => ({
    email: `customer-${n}@example.test`,
    name: `Customer ${n}`,
    phone: `+49 30 ${n}`,
    locale: 'de',
    address_line1: `Street ${n % 500}`,
    address_postcode: '10115',
    address_city: 'Berlin',
    address_country: 'DE',
    default_shipping: true,
  }),
  // a tree: a tenth of the units are roots, each with nine below it
  organizations: (n) => ({ code: `org-${n}`, name: `Organization ${n}`, parent: n % 10 === 0 ? '' : `org-${n - (n % 10)}` }),
  locations: (n) => ({
    code: `loc-${n}`,
    name: `Location ${n}`,
    kind: 'STORE',
    country: 'DE',
    city: 'Berlin',
    external_code: `L-${n}`,
  }),
};

/** The variants of three products of that file: the product and the how-manieth of its variants. */
const variantsOfThree = [[1, 0], [1, 1], [2, 0], [2, 1], [2, 2], [3, 0]]; // prettier-ignore

function sku(n) {
  const [product, variant] = variantsOfThree[n % 6];
  return `GEN-${(Math.floor(n / 6) * 3 + product) * 3 + variant}`;
}

const make = kinds[kind];
if (!make || !file || !(rows >= 1 && rows <= mostRows)) {
  console.error(`node bench/generate-rows.mjs ${Object.keys(kinds).join('|')} ROWS FILE, with 1 to ${mostRows} rows`);
  process.exit(1);
}
const lines = file.endsWith('.jsonl');
const out = createWriteStream(file);
if (!lines) out.write(`${Object.keys(make(0)).join(',')}\n`);
for (let n = 0; n < rows; n++) {
  const row = make(n);
  const line = lines ? JSON.stringify(row) : Object.values(row).join(',');
  if (!out.write(`${line}\n`)) await once(out, 'drain');
}
out.end();
await once(out, 'close');
