import { readdirSync, readFileSync } from 'node:fs';
import { priceBasket } from '../price-basket.js';
import { differences } from './compare.js';
import { resultOf } from './result.js';
import { parseScenario, scenarioShapes } from './scenario.js';

const docs = new URL('../../../docs/', import.meta.url);
const guide = readFileSync(new URL('scenarios.md', docs), 'utf8');
const blocks = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = '']): Record<string, unknown> => JSON.parse(block));

test('the files that docs/scenarios.md shows come out as they say', () => {
  const [first, expected, cases] = blocks;
  for (const json of [
    first,
    {
      ...first,
      expect: expected,
      basket: { codes: ['spring'], ...(first?.['basket'] as object) },
      promotions: [
        ...(first?.['promotions'] as object[]),
        { id: 'spring', code: 'SPRING', validTo: '2026-06-01T00:00:00Z', action: { type: 'free_shipping' }, lane: 'SHIPPING' },
      ],
    },
    cases,
  ])
    for (const { terms, basket, at, expect: wanted } of parseScenario(json)) {
      expect(wanted).not.toBeNull();
      expect(differences(wanted, resultOf(priceBasket(terms, basket, at)))).toEqual([]);
    }
});

test('it names every key of a file, and every example', () => {
  for (const key of [...Object.keys(scenarioShapes), 'cases', '$schema'])
    expect(guide).toMatch(new RegExp(`[\`"]${key.replace('$', '\\$')}[\`"]`));
  for (const file of readdirSync(new URL('examples/scenarios/', docs)))
    expect(guide).toContain(`\`${file.replace('.json', '')}\``);
});
