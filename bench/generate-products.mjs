// Writes a product CSV in Shopify's format with as many invented products as asked for:
// node bench/generate-products.mjs FILE [PRODUCTS]. The same number gives the same file; a FILE ending in .gz is gzipped.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createGzip } from 'node:zlib';

const [, , path, count = '200000'] = process.argv;
if (!path || !/^\d+$/.test(count)) {
  console.error('node bench/generate-products.mjs FILE [PRODUCTS]');
  process.exit(1);
}

const columns = [
  'Handle', 'Title', 'Body (HTML)', 'Vendor', 'Type', 'Tags', 'Published', 'Option1 Name', 'Option1 Value', 'Option2 Name',
  'Option2 Value', 'Option3 Name', 'Option3 Value', 'Variant SKU', 'Variant Grams', 'Variant Inventory Tracker',
  'Variant Inventory Qty', 'Variant Inventory Policy', 'Variant Fulfillment Service', 'Variant Price',
  'Variant Compare At Price', 'Variant Requires Shipping', 'Variant Taxable', 'Variant Barcode', 'Image Src', 'Image Position',
  'Image Alt Text', 'Gift Card', 'SEO Title', 'SEO Description', 'Google Shopping / Google Product Category',
  'Google Shopping / Gender', 'Google Shopping / Age Group', 'Google Shopping / MPN', 'Google Shopping / AdWords Grouping',
  'Google Shopping / AdWords Labels', 'Google Shopping / Condition', 'Google Shopping / Custom Product',
  'Google Shopping / Custom Label 0', 'Google Shopping / Custom Label 1', 'Google Shopping / Custom Label 2',
  'Google Shopping / Custom Label 3', 'Google Shopping / Custom Label 4', 'Variant Image', 'Variant Weight Unit',
]; // prettier-ignore
const adjectives = ['Quiet', 'Amber', 'Folding', 'Nordic', 'Plain', 'Double', 'Winter', 'River', 'Paper', 'Copper', 'Woven'];
const things = [
  'Lamp',
  'Kettle',
  'Blanket',
  'Bench',
  'Notebook',
  'Basket',
  'Jug',
  'Scarf',
  'Stool',
  'Clock',
  'Tray',
  'Rug',
  'Hook',
];
const types = ['Lighting', 'Kitchen', 'Textiles', 'Furniture', 'Stationery', 'Storage', 'Garden'];
const vendors = ['Harbour & Sons', 'Little Mill', 'Ostrava Works', 'Birch, Oak and Co', 'Atelier "Nord"'];
const sizes = ['Small', 'Medium', 'Large'];

const pick = (list, number) => list[number % list.length];
const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const price = (number) => `${5 + (number % 400)}.${String((number * 7) % 100).padStart(2, '0')}`;

/** Twelve digits and their check digit. */
function ean(number) {
  const digits = `200${String(number).padStart(9, '0')}`;
  const sum = Array.from(digits, Number).reduce((total, digit, index) => total + digit * (index % 2 ? 3 : 1), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

function line(cells) {
  return `${columns.map((column) => cell(cells[column] ?? '')).join(',')}\n`;
}

function rowsOf(number) {
  const name = `${pick(adjectives, number)} ${pick(things, number * 3 + Math.floor(number / 11))} ${number}`;
  const handle = name.toLowerCase().replaceAll(' ', '-');
  const variants = 1 + (number % 3);
  const shared = {
    Handle: handle,
    'Variant Inventory Tracker': number % 10 ? 'shopify' : '',
    'Variant Inventory Policy': number % 50 ? 'deny' : 'continue',
    'Variant Fulfillment Service': 'manual',
    'Variant Requires Shipping': 'true',
    'Variant Taxable': number % 25 ? 'true' : 'false',
    'Variant Weight Unit': 'kg',
  };
  const first = {
    Title: name,
    'Body (HTML)': `<p>${name}, made to be <em>used</em>.\nIt says "hello" in ${variants} ways; 漢字, ñ and ü come along.</p>`,
    Vendor: pick(vendors, number),
    Type: pick(types, number),
    Tags: `${pick(adjectives, number)}, ${pick(types, number * 5)}`,
    Published: number % 20 ? 'true' : 'false',
    'Image Src': `https://images.example/${handle}.jpg`,
    'Image Position': '1',
    'Image Alt Text': name,
    'SEO Title': name,
  };
  return Array.from({ length: variants }, (_, index) => {
    const id = number * 3 + index;
    return line({
      ...shared,
      ...(index === 0 && first),
      'Option1 Name': index > 0 ? '' : variants > 1 ? 'Size' : 'Title',
      'Option1 Value': variants > 1 ? sizes[index] : 'Default Title',
      'Variant SKU': `GEN-${id}`,
      'Variant Grams': String(100 + (id % 5000)),
      'Variant Inventory Qty': String(id % 200),
      'Variant Price': price(id),
      'Variant Compare At Price': id % 4 ? '' : `${450 + (id % 50)}.00`,
      'Variant Barcode': id % 2 ? ean(id) : '',
    });
  }).join('');
}

const file = createWriteStream(path);
const out = path.endsWith('.gz') ? createGzip() : file;
if (out !== file) out.pipe(file);
out.write(`${columns.join(',')}\n`);
for (let number = 1; number <= Number(count); number++) {
  if (!out.write(rowsOf(number))) await once(out, 'drain');
}
out.end();
await once(file, 'close');
