import { CellReader } from '../cell-reader.js';
import { Header, Units } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { columns } from './columns.js';
import { readProduct } from './read-product.js';
import { slugOf } from './slug.js';

type Cells = Readonly<Record<string, string>>;

/** Reads one product from rows that are written as objects. */
function reading(...rows: readonly Cells[]) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = new CellReader(new Header(names, columns));
  const units = new Units(() => true);
  rows.forEach((row, index) => units.next({ number: index + 2, cells: names.map((name) => row[name] ?? '') }));
  const unit = units.end();
  const draft = unit && readProduct(cells, unit, 'en', new SeenCodes());
  return { draft, findings: cells.findings.map(({ row, column, reason, weight }) => [row, column, reason, weight]) };
}

const chair: Cells = {
  Handle: 'Oak Chair',
  Title: 'Oak chair',
  'Body (HTML)': ' <p>Sit.</p> ',
  Vendor: 'Mill',
  Type: 'Chairs & Stools',
  Tags: 'oak, chair,, oak',
  Published: 'true',
  'Option1 Name': 'Colour',
  'Option1 Value': 'Red',
  'Variant SKU': "'0042",
  'Variant Grams': '4500',
  'Variant Inventory Tracker': 'shopify',
  'Variant Inventory Qty': '7',
  'Variant Inventory Policy': 'continue',
  'Variant Price': '99.9',
  'Variant Compare At Price': '120',
  'Variant Requires Shipping': 'true',
  'Variant Taxable': 'false',
  'Variant Barcode': '4006381333931',
  'Image Src': 'https://images.example/1.jpg',
  'Image Alt Text': 'Oak chair, red',
  'SEO Title': 'Chair',
  'Variant Image': 'https://images.example/red.jpg',
};

test('a product with two variants and a further picture', () => {
  const blue = {
    Handle: 'Oak Chair',
    'Option1 Value': 'Blue',
    'Variant Price': '0',
    'Image Src': 'https://images.example/2.jpg',
  };
  const picture = { Handle: 'Oak Chair', 'Image Src': 'https://images.example/3.jpg' };
  expect(reading(chair, blue, picture)).toEqual({
    findings: [],
    draft: {
      row: 2,
      input: {
        slug: 'oak-chair',
        name: { en: 'Oak chair' },
        description: { en: ' <p>Sit.</p> ' },
        vendor: 'Mill',
        productType: 'Chairs & Stools',
        categories: [{ slug: 'chairs-stools', name: { en: 'Chairs & Stools' } }],
        tags: ['oak', 'chair'],
        published: true,
        seo: { title: { en: 'Chair' } },
        media: [
          { url: 'https://images.example/1.jpg', alt: 'Oak chair, red' },
          { url: 'https://images.example/2.jpg', alt: null },
          { url: 'https://images.example/3.jpg', alt: null },
        ],
        variants: [
          {
            options: [{ name: 'Colour', value: 'Red' }],
            sku: '0042',
            gtin: '4006381333931',
            weightGrams: 4500,
            tracked: true,
            backorder: true,
            taxClassCode: 'exempt',
            requiresShipping: true,
            image: 'https://images.example/red.jpg',
          },
          { options: [{ name: 'Colour', value: 'Blue' }], sku: null, gtin: null, tracked: false, image: null },
        ],
      },
      offers: [
        { row: 2, backorder: true, price: { amount: 99_900_000n, compareAt: 120_000_000n }, onHand: 7000n },
        { row: 3, backorder: false, price: { amount: 0n, compareAt: null } },
      ],
      mediaRows: [2, 3, 4],
    },
  });
});

test('what the file has no column for is left as it is', () => {
  expect(reading({ Handle: 'a', Title: 'A' }).draft?.input).toEqual({
    slug: 'a',
    name: { en: 'A' },
    variants: [{ options: [] }],
  });
});

test.each<[string, Cells, [string | null, string, string]]>([
  ['handle', { Handle: ' ' }, ['Handle', 'there is no handle', 'REQUIRED']],
  ['price', { 'Variant Price': '1,99' }, ['Variant Price', 'not a decimal such as "10.00"', 'OPTIONAL']],
  ['negative price', { 'Variant Price': '-1' }, ['Variant Price', 'below zero', 'OPTIONAL']],
  ['negative stock', { 'Variant Inventory Qty': '-3' }, ['Variant Inventory Qty', 'below zero', 'OPTIONAL']],
  ['policy', { 'Variant Inventory Policy': 'maybe' }, ['Variant Inventory Policy', 'none of deny, continue', 'OPTIONAL']],
  ['flag', { 'Variant Taxable': 'x' }, ['Variant Taxable', 'neither true nor false', 'OPTIONAL']],
  ['weight', { 'Variant Grams': '1.5' }, ['Variant Grams', 'not a whole number of grams', 'OPTIONAL']],
  ['picture', { 'Image Src': 'see below' }, ['Image Src', 'not an address', 'OPTIONAL']],
  [
    'former price',
    { 'Variant Compare At Price': '50' },
    ['Variant Compare At Price', 'a former price below the price is left out', 'WARNING'],
  ],
  [
    'barcode',
    { 'Variant Barcode': '4006381333932' },
    ['Variant Barcode', 'not a GTIN (8, 12, 13 or 14 digits with the right check digit) and left out', 'WARNING'],
  ],
  ['option', { 'Option1 Value': '' }, ['Option1 Value', 'the variant has no value for Colour', 'REQUIRED']],
  [
    'option name',
    { 'Option2 Value': 'XL' },
    ['Option2 Value', 'the option has no name in the first row of the product', 'REQUIRED'],
  ],
])('a bad cell is found: %s', (_what, cells, found) => {
  expect(reading({ ...chair, ...cells }).findings).toEqual([[2, ...found]]);
});

test('untracked stock is not looked at', () => {
  const { draft, findings } = reading({ ...chair, 'Variant Inventory Tracker': '', 'Variant Inventory Qty': '-3' });
  expect([draft?.offers[0]?.onHand, draft?.input.variants[0]?.tracked, findings]).toEqual([undefined, false, []]);
});

test('a former price that equals the price is none', () => {
  const { draft, findings } = reading({ ...chair, 'Variant Compare At Price': '99.90' });
  expect([draft?.offers[0]?.price?.compareAt, findings]).toEqual([null, []]);
});

test('Title, Default Title means no options', () => {
  const plain = { ...chair, 'Option1 Name': 'Title', 'Option1 Value': 'Default Title' };
  expect(reading(plain).draft?.input.variants[0]?.options).toEqual([]);
});

test('codes and options are there once', () => {
  const twin = { Handle: 'Oak Chair', 'Option1 Value': 'Red', 'Variant SKU': '0042', 'Variant Barcode': '4006381333931' };
  expect(reading(chair, twin).findings).toEqual([
    [3, 'Option1 Value', 'row 2 has the same options', 'REQUIRED'],
    [3, 'Variant SKU', 'row 2 has it already', 'OPTIONAL'],
    [3, 'Variant Barcode', 'row 2 has it already', 'OPTIONAL'],
  ]);
});

test.each([
  ['true', 'active', true],
  ['true', 'draft', false],
  ['false', 'active', false],
  ['', '', undefined],
])('published %s and status %s', (published, status, is) => {
  expect(reading({ ...chair, Published: published, Status: status }).draft?.input.published).toBe(is);
});

test('pictures stand in the order of their positions, each once', () => {
  const rows: readonly Cells[] = [
    { ...chair, 'Image Position': '2' },
    { Handle: 'Oak Chair', 'Image Src': 'https://images.example/0.jpg', 'Image Position': '1' },
    { Handle: 'Oak Chair', 'Image Src': 'https://images.example/1.jpg', 'Image Position': '3' },
  ];
  const { draft } = reading(...rows);
  expect(draft?.input.media?.map(({ url }) => url)).toEqual(['https://images.example/0.jpg', 'https://images.example/1.jpg']);
  expect(draft?.mediaRows).toEqual([3, 2]);
});

test.each([
  ['Chairs & Stools', 'chairs-stools'],
  ['  Übergröße! ', 'übergröße'],
  ['家具', '家具'],
  ['a.b_c-d', 'a.b_c-d'],
  ['&', ''],
])('the slug of %s', (text, slug) => {
  expect(slugOf(text)).toBe(slug);
});
