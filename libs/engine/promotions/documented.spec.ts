import { readFileSync } from 'node:fs';
import { parseConditions, parseSelector } from './parse.js';
import { conditionKinds, selectorKinds } from './registry.js';

const page = readFileSync(new URL('../../../docs/promotions.md', import.meta.url), 'utf8');

/** The examples in the first column of the table in a section. */
function examplesOf(section: string): unknown[] {
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const rows = text.split('\n## ')[0]?.matchAll(/^\| `([^`]+)` *\|/gm) ?? [];
  return [...rows].map(([, example = '']) => JSON.parse(example) as unknown);
}

describe('docs/promotions.md', () => {
  it('has an example of each kind of condition, in the order of the registry, that can be read', () => {
    const read = parseConditions(examplesOf('Conditions'));
    expect(read.map(({ type }) => type)).toEqual(conditionKinds.map(({ type }) => type));
  });

  it('has an example of each kind of selector, in the order of the registry, that can be read', () => {
    const read = examplesOf('Items').map((example) => parseSelector(example, []));
    expect(read.map(({ definition }) => definition['type'])).toEqual(selectorKinds.map(({ type }) => type));
  });
});
