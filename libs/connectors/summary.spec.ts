import { summaryLines, type ImportSummary } from './summary.js';

const counts = {
  rows: 1399,
  products: 284,
  created: 253,
  rejected: 31,
  variants: 863,
  variantsCreated: 863,
  pricesChanged: 863,
  errors: 68,
};
const summary: ImportSummary = {
  kind: 'products',
  file: 'bicycles.csv',
  policy: 'reject-row',
  outcome: 'DONE',
  dryRun: false,
  resumedAfter: null,
  counts,
  seconds: 0.94,
  rowsPerSecond: 1487,
  peakMemoryMb: 146,
};

test('a summary of products', () => {
  expect(summaryLines(summary)).toEqual([
    'Done.',
    '  rows      1,399 in 0.9 s, 1,487 a second, peak memory 146 MB',
    '  products  284: 253 created, 0 updated, 0 unchanged, 31 rejected',
    '  variants  863, of which 863 created',
    '  prices    863 changed, 0 unchanged',
    '  stock     0 changed, 0 unchanged',
    '  findings  68 errors, 0 warnings',
  ]);
});

test.each<[Partial<ImportSummary>, string, readonly string[]]>([
  [{ dryRun: true }, 'Dry run: nothing was written.', ['rows', 'products', 'variants', 'prices', 'stock', 'findings']],
  [{ outcome: 'REJECTED' }, 'Nothing was written: the file has bad rows.', ['rows', 'findings']],
  [
    { outcome: 'INTERRUPTED', kind: 'prices', resumedAfter: 1200 },
    'Stopped: the same command goes on from here. It went on after row 1,200.',
    ['rows', 'rejected', 'prices', 'findings'],
  ],
  [{ kind: 'stock' }, 'Done.', ['rows', 'rejected', 'stock', 'findings']],
])('%j', (change, first, about) => {
  const [line, ...rest] = summaryLines({ ...summary, ...change });
  expect(line).toBe(first);
  expect(rest.map((each) => each.trim().split(' ')[0])).toEqual(about);
});
