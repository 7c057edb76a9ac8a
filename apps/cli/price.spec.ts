import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceCommand } from './price.js';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-price-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command: what it printed, and its exit code. */
async function price(...words: string[]): Promise<{ text: string; code: number | undefined }> {
  const { log } = console;
  const lines: string[] = [];
  let code: number | undefined;
  console.log = (line: string) => lines.push(line);
  try {
    await priceCommand((ended) => (code = ended)).parseAsync(words, { from: 'user' });
    return { text: lines.join('\n'), code };
  } finally {
    console.log = log;
  }
}

function file(name: string, json: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return path;
}

const terms = {
  priceLists: [{ prices: { mug: '12.50', pan: '40.00' } }],
  taxRates: [{ percent: '21' }],
  promotions: [
    { id: 'ten-off', action: { type: 'percent_off_order', percent: '10' } },
    {
      id: 'club',
      code: 'CLUB',
      conditions: [{ type: 'minimum_amount', amounts: { EUR: '80.00' } }],
      action: { type: 'free_shipping' },
      lane: 'SHIPPING',
    },
  ],
  shippingMethods: [{ id: 'parcel', rates: { EUR: '6.05' } }],
  basket: {
    codes: ['club'],
    shipping: 'parcel',
    lines: [
      { variant: 'mug', quantity: '3' },
      { id: 'gift', variant: 'pan' },
    ],
  },
};

test('one basket is shown as a table, by line and by unit, with shipping, taxes, discounts and refused codes', async () => {
  const { text, code } = await price(file('one.json', { name: 'Mugs and a pan', ...terms }));
  expect(text.split('\n')).toEqual([
    'Mugs and a pan',
    'EUR, 2027-01-01T12:00:00.000Z',
    '',
    'LINE              QUANTITY        PRICE  AMOUNT  DISCOUNT    NET    TAX  GROSS',
    'mug                      3  12.50 gross   37.50      3.75  27.89   5.86  33.75',
    '  unit                   1                12.50      1.25   9.30   1.95  11.25',
    '  unit                   1                12.50      1.25   9.29   1.96  11.25',
    '  unit                   1                12.50      1.25   9.30   1.95  11.25',
    'gift: pan                1  40.00 gross   40.00      4.00  29.75   6.25  36.00',
    'shipping: parcel                           6.05      0.00   5.00   1.05   6.05',
    'total                                     77.50      7.75  62.64  13.16  75.80',
    '',
    'TAX          PERCENT   BASE  AMOUNT',
    'standard-21       21  62.64   13.16',
    '',
    'PROMOTION  GIVES',
    'ten-off     7.75',
    '',
    'REFUSED CODE  REASON     FACTS',
    'CLUB          CONDITION  condition minimum_amount, currency EUR, basis AFTER_ITEM, minimum 80.00, missing 2.50',
  ]);
  expect(code).toBe(0);
});

test('--json is for programs', async () => {
  const { text } = await price('--json', file('one.json', terms));
  expect(JSON.parse(text)).toMatchObject({
    name: null,
    kind: 'PRICED',
    result: { lines: { mug: { gross: '33.75' } }, discounts: { 'ten-off': '7.75' }, totals: { total: '75.80' } },
    differences: [],
  });
});

test('--explain says why', async () => {
  const { text } = await price('--explain', file('one.json', terms));
  expect(text.slice(text.indexOf('Prices\n')).split('\n')).toEqual([
    'Prices',
    '  mug: 3 at 12.50 gross, the price base/mug/0, whose list is for everybody.',
    '  gift: 1 at 40.00 gross, the price base/pan/0, whose list is for everybody.',
    'Promotions, in the order of their turns',
    '  ten-off (lane ORDER) applies: the goods came to 77.50, it takes off 7.75.',
    '    Shared out: mug 3.75, gift 4.00.',
    '  club (code CLUB, lane SHIPPING) does not apply: its condition minimum_amount is not met (currency EUR, basis AFTER_ITEM, minimum 80.00, missing 2.50).',
    'Taxes',
    '  mug: net 27.89 and tax 5.86 make 33.75, for standard in everywhere: 21 % of 27.89 is 5.86. The gross amount was entered and stays.',
    '  gift: net 29.75 and tax 6.25 make 36.00, for standard in everywhere: 21 % of 29.75 is 6.25. The gross amount was entered and stays.',
    '  shipping: net 5.00 and tax 1.05 make 6.05, for standard in everywhere: 21 % of 5.00 is 1.05. The gross amount was entered and stays.',
    'Rounding',
    '  Half a minor unit is rounded up; tax is rounded once on each line; what a share leaves over goes to the largest remainders.',
  ]);
});

test('what is not as expected is told, with exit code 1', async () => {
  const wrong = { ...terms, expect: { totals: { total: '75.81' }, discounts: {} } };
  const path = file('wrong.json', wrong);
  const { text, code } = await price(path);
  expect(text.split('\n').slice(-3)).toEqual([
    `✗ ${path}`,
    '    totals.total: expected 75.81, it is 75.80',
    '    discounts.ten-off: expected nothing, it is 7.75',
  ]);
  expect(code).toBe(1);
});

test('what is as expected is told too', async () => {
  const path = file('right.json', { ...terms, expect: { totals: { total: '75.80' } } });
  const { text, code } = await price(path);
  expect(text.split('\n').at(-1)).toBe(`✓ ${path}`);
  expect(code).toBe(0);
});

test('a file that cannot be used says where and why, with exit code 2', async () => {
  const path = file('bad.json', { ...terms, currency: 'EUR' });
  expect(await price(path)).toEqual({
    text: `✗ ${path}\n    currency: currency is unknown here; known are name, at, channel, homeCountry, timeZone, stores, conventions, priceLists, items, conversionRates, taxZones, taxRates, shippingMethods, promotionGroups, promotions, buyer, basket, expect, cases, $schema, exported`,
    code: 2,
  });
  const cut = file('cut.json', '{ "basket": ');
  const { text, code } = await price(cut);
  expect(text).toMatch(/^✗ .*cut\.json\n {4}this is not JSON: /);
  expect(code).toBe(2);
});

test('a folder is run whole, case by case, with a summary', async () => {
  const sub = mkdtempSync(join(folder, 'sub-'));
  const put = (name: string, json: unknown) => writeFileSync(join(sub, name), JSON.stringify(json));
  put('a.json', { ...terms, cases: [{ name: 'right', expect: { totals: { total: '75.80' } } }, { name: 'silent' }] });
  put('b.json', { ...terms, name: 'wrong', expect: { totals: { total: '1.00' } } });
  put('c.json', {});
  put('notes.txt', {});
  const { text, code } = await price(sub);
  expect(text.split('\n')).toEqual([
    `✓ ${sub}/a.json: right`,
    `· ${sub}/a.json: silent: 75.80 EUR, nothing expected`,
    `✗ ${sub}/b.json: wrong`,
    '    totals.total: expected 1.00, it is 75.80',
    `✗ ${sub}/c.json`,
    '    priceLists: priceLists must be given',
    '',
    '1 as expected, 1 not, 1 without an expectation, 1 unusable',
  ]);
  expect(code).toBe(2);
  expect(JSON.parse((await price('--json', sub)).text)).toHaveLength(4);
});

test('a folder without scenarios, or a file that is not there, is refused', async () => {
  const empty = mkdtempSync(join(folder, 'empty-'));
  await expect(price(empty)).rejects.toThrow(`there is no .json file in ${empty}`);
  await expect(price(join(empty, 'x.json'))).rejects.toThrow(`${join(empty, 'x.json')} cannot be read (ENOENT)`);
});
