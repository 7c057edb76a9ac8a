import { variableNames } from '#platform/config';
import { read } from '../architecture/source.js';

/** The variables that a table of a page has a row for, in order. */
function rowsOf(page: string): string[] {
  return page
    .split('\n')
    .filter((line) => /^\| `[A-Z_]+`/.test(line))
    .flatMap((line) => line.split('|')[1]?.match(/[A-Z_]{3,}/g) ?? []);
}

test('docs/operating.md has a row for every variable, and for no other', () => {
  expect(rowsOf(read('docs/operating.md')).sort()).toEqual([...variableNames].sort());
});

test('whatever the pages name as a variable of ours is one', () => {
  const foreign = new Set(['OTEL_TRACES_SAMPLER', 'POSTGRES_PASSWORD', 'API_REPLICAS', 'WORKER_REPLICAS']);
  const named = read('docs/operating.md').match(/`([A-Z]+_[A-Z_]+)(=[^`]*)?`/g) ?? [];
  const variables = named
    .map((text) => text.replace(/[`]|=.*/g, ''))
    .filter((name) => /_(SECONDS|PORT|URL|BYTES|POOL|DEPTH|COST|ALIASES|ENDPOINT|TLS|CONSUMERS|ORIGINS)$/.test(name));
  expect(variables.length).toBeGreaterThan(5);
  expect(variables.filter((name) => !variableNames.includes(name) && !foreign.has(name))).toEqual([]);
});
