import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usingDatabase } from '../../test/support/database.js';
import { priceCommand } from './price.js';
import { rulesCommand } from './rules.js';

const postgres = usingDatabase();
const folder = mkdtempSync(join(tmpdir(), 'rules-'));
beforeAll(() => {
  Object.assign(process.env, { DATABASE_URL: postgres.url });
});

/** Runs a command here, on this file's database: what it printed, and its exit code. */
async function told(command: typeof rulesCommand, ...words: string[]): Promise<{ text: string; code: number }> {
  const { log } = console;
  const lines: string[] = [];
  let code = 0;
  console.log = (line: string) => lines.push(line);
  try {
    const made = command((ended) => {
      code = ended;
    });
    await made.parseAsync(words, { from: 'user' });
    return { text: lines.join('\n'), code };
  } finally {
    console.log = log;
  }
}
const rules = (...words: string[]) => told(rulesCommand, ...words);
const file = (name: string, json: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(json));
  return path;
};
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

const scenario = {
  name: 'Ten percent off from 60 euro on',
  priceLists: [{ prices: { mug: '12.50', pan: '40.00' } }],
  promotions: [
    {
      id: 'ten-off',
      conditions: [{ type: 'minimum_amount', amounts: { EUR: '60.00' } }],
      action: { type: 'percent_off_order', percent: '10' },
    },
  ],
  basket: { lines: [{ variant: 'mug', quantity: '2' }, { variant: 'pan' }] },
  expect: { totals: { total: '58.50' } },
};

test('the promotions of a scenario are looked at, tried, applied, exported and priced with', async () => {
  const path = file('ten-lines.json', scenario);
  const made = [
    '+ promotion ten-off',
    '    name.en: ten-off',
    '    lane: ORDER',
    '    conditions[0].type: minimum_amount',
    '    conditions[0].amounts.EUR: 60.00',
    '    action.type: percent_off_order',
    '    action.percent: 10',
    '',
    '1 made, 0 changed, 0 ended, 0 as the file says',
  ];
  const same = { text: '0 made, 0 changed, 0 ended, 1 as the file says', code: 0 };
  expect(await rules('diff', path)).toEqual({ text: made.join('\n'), code: 1 });
  const tried = [...made, 'nothing of it is kept: it was tried only'].join('\n');
  expect(await rules('apply', path, '--dry-run')).toEqual({ text: tried, code: 0 });
  expect(await rules('apply', path)).toEqual({ text: made.join('\n'), code: 0 });
  expect(await rules('apply', path)).toEqual(same);
  expect(await rules('diff', path)).toEqual(same);

  const exported = join(folder, 'exported.json');
  expect(await rules('export', exported)).toEqual({ text: '', code: 0 });
  const printed = await rules('export');
  expect(`${printed.text}\n`).toBe(readFileSync(exported, 'utf8'));
  expect(read(exported)['promotions']).toEqual([{ name: { en: 'ten-off' }, lane: 'ORDER', ...scenario.promotions[0] }]);
  const { promotions: _own, ...bare } = scenario;
  const test = file('no-rules.json', { ...bare, promotions: [{ ...scenario.promotions[0], id: 'not-this-one' }] });
  expect(await told(priceCommand, '--rules', exported, test)).toMatchObject({ code: 0 });
  const own = file('whole.json', { ...bare, ...read(exported) });
  expect(await told(priceCommand, own)).toMatchObject({ code: 0 });

  // what else stands in the file stays
  await rules('export', own);
  expect(read(own)).toEqual({ ...bare, ...read(exported) });
  await rules('apply', file('no-rules-left.json', { ...read(exported), promotions: [] }));
  expect(await rules('apply', own)).toEqual({
    text: `✗ ${own}\n    promotions[0].id: an archived promotion is not changed any more`,
    code: 2,
  });
});

test('a file that is refused is told with the place in it, and ends with 2', async () => {
  const bad = file('bad.json', { promotions: [{ id: 'a', action: { type: 'percent_off_order', percent: '101' } }] });
  const text = `✗ ${bad}\n    promotions[0].action.percent: The percentage must be above 0 and at most 100`;
  for (const verb of ['diff', 'apply']) expect(await rules(verb, bad)).toEqual({ text, code: 2 });
  writeFileSync(bad, '{ "promotions": ');
  expect((await rules('diff', bad)).text).toMatch(/^✗ .*bad\.json\n {4}this is not JSON: /);
  await expect(rules('export', bad)).rejects.toThrow('this is not JSON');
  expect(readFileSync(bad, 'utf8')).toBe('{ "promotions": ');
});
