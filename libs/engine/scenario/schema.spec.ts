import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { actionKinds, conditionKinds, selectorKinds } from '../promotions/registry.js';
import { parseScenario } from './scenario.js';
import { scenarioSchema } from './schema.js';

const docs = new URL('../../../docs/', import.meta.url);
const published: object = JSON.parse(readFileSync(new URL('scenario.schema.json', docs), 'utf8'));
const validate = new Ajv2020({ strictTypes: false }).compile(published);
const folder = new URL('examples/scenarios/', docs);
const examples = readdirSync(folder).map((file): [string, unknown] => [
  file,
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);

const isRead = (json: unknown): boolean => {
  try {
    parseScenario(json);
    return true;
  } catch {
    return false;
  }
};

test('the published schema is that of the parser', () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(scenarioSchema())));
});

test('it names every kind of condition, action and selector, with the keys that it reads', () => {
  const { $defs } = scenarioSchema() as { $defs: Record<string, { oneOf: { properties: Record<string, unknown> }[] }> };
  const kinds = { condition: conditionKinds, action: actionKinds, selector: selectorKinds };
  for (const [def, known] of Object.entries(kinds))
    expect($defs[def]?.oneOf.map(({ properties }) => Object.keys(properties))).toEqual(
      known.map(({ keys }) => ['type', ...keys]),
    );
});

test.each(examples)('%s is valid', (_file, json) => {
  expect(validate(json) || validate.errors).toBe(true);
});

const small = { priceLists: [{ prices: { mug: '1.00' } }], basket: { lines: [{ variant: 'mug' }] } };

test.each<[string, object]>([
  ['nothing', {}],
  ['no basket', { priceLists: small.priceLists }],
  ['a key that nobody reads', { ...small, promotion: [] }],
  ['an amount that is a number', { ...small, priceLists: [{ prices: { mug: 1 } }] }],
  ['an amount with a comma', { ...small, priceLists: [{ prices: { mug: '1,00' } }] }],
  ['an amount with an exponent', { ...small, priceLists: [{ prices: { mug: '1e3' } }] }],
  ['a negative price', { ...small, priceLists: [{ prices: { mug: '-1.00' } }] }],
  ['no price lists', { ...small, priceLists: [] }],
  ['no quantity at all', { ...small, basket: { lines: [{ variant: 'mug', quantity: '0' }] } }],
  ['a quantity of 0.000', { ...small, basket: { lines: [{ variant: 'mug', quantity: '0.000' }] } }],
  ['an unknown currency', { ...small, basket: { currency: 'XXX', lines: [] } }],
  ['a day instead of an instant', { ...small, at: '2027-03-28' }],
  ['a convention that there is not', { ...small, conventions: { rounding: 'UP' } }],
  ['a promotion without an action', { ...small, promotions: [{ id: 'a' }] }],
  ['an unknown action', { ...small, promotions: [{ id: 'a', action: { type: 'free_money' } }] }],
  [
    'an unknown selector',
    { ...small, promotions: [{ id: 'a', action: { type: 'percent_off_items', items: { type: 'moon' } } }] },
  ],
  [
    'an unknown condition',
    { ...small, promotions: [{ id: 'a', conditions: [{ type: 'full_moon' }], action: { type: 'gift' } }] },
  ],
  ['no cases', { ...small, cases: [] }],
  ['cases in a case', { ...small, cases: [{ cases: [] }] }],
  ['an expectation of what no result has', { ...small, expect: { total: '1.00' } }],
])('%s is valid for neither', (_what, json) => {
  expect(validate(json)).toBe(false);
  expect(isRead(json)).toBe(false);
});

/** Every way to spoil one place of a JSON value. */
function spoiled(json: unknown): fc.Arbitrary<unknown> {
  const other = fc.constantFrom<unknown>(null, true, 7, -1, 0.5, 'x', '', '1.00', '-3', 'EUR', 'NL', [], {}, [1], { a: 'b' });
  if (typeof json !== 'object' || json === null) return other;
  const entries = Object.entries(json);
  if (entries.length === 0) return other;
  const rebuilt = (changed: [string, unknown][]): unknown =>
    Array.isArray(json) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
  const inner = fc.nat(entries.length - 1).chain((index) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: spoiled(entries[index]?.[1]).map((each) =>
          rebuilt(entries.map(([key, old], at) => [key, at === index ? each : old])),
        ),
      },
      { weight: 1, arbitrary: fc.constant(rebuilt(entries.filter((_, at) => at !== index))) },
      { weight: 1, arbitrary: fc.constant(rebuilt([...entries, ['stray', 'x']])) },
    ),
  );
  return fc.oneof({ weight: 9, arbitrary: inner }, { weight: 1, arbitrary: other });
}

test('whatever the parser reads is valid', () => {
  const any = fc.constantFrom(...examples.map(([, json]) => json)).chain(spoiled);
  fc.assert(
    fc.property(any, (json) => !isRead(json) || validate(json)),
    { numRuns: 2000 },
  );
});
