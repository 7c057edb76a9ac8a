import { UserError } from '#kernel';
import type { ReportedSale } from './sale.js';
import { sortOut, type Given, type KnownSale } from './sort-out.js';

const given = (...sales: readonly (readonly [saleId: string, sequence: number, hash?: string | UserError])[]): Given[] =>
  sales.map(([saleId, sequence, hash = `hash of ${saleId}`], index) => ({
    index,
    saleId,
    sequence,
    read: typeof hash === 'string' ? { sale: { saleId, sequence } as ReportedSale, hash } : hash,
  }));
const known = (saleId: string, sequence: number): KnownSale => ({
  id: `sale_${saleId}`,
  clientId: saleId,
  sequence,
  hash: `hash of ${saleId}`,
});
const outcomes = (...args: Parameters<typeof sortOut>) => {
  const { fates, errors, next } = sortOut(...args);
  return [fates.map(({ outcome }) => outcome), errors.map(({ code, path }) => `${code} ${path.join('.')}`), next];
};

test('what follows without a gap is new, in whatever order it came', () => {
  expect(outcomes(given(['b', 2], ['a', 1], ['c', 3]), [], 0)).toEqual([['FRESH', 'FRESH', 'FRESH'], [], 4]);
  expect(outcomes(given(['f', 6]), [], 5)).toEqual([['FRESH'], [], 7]);
});

test('what is recorded, or stands in the push twice, is a repetition', () => {
  const sorted = sortOut(given(['a', 1], ['b', 2], ['b', 2]), [known('a', 1)], 1);
  expect(sorted.fates).toMatchObject([
    { outcome: 'REPEATED', saleId: 'a' },
    { outcome: 'FRESH' },
    { outcome: 'REPEATED', saleId: 'b' },
  ]);
  expect(sorted).toMatchObject({ errors: [], next: 3 });
});

test('what follows a missing number waits, and the first of it is told', () => {
  expect(outcomes(given(['a', 1], ['c', 3], ['d', 4]), [], 0)).toEqual([
    ['FRESH', 'WAITS', 'WAITS'],
    ['OPERATION_GAP sales.1.sequence'],
    2,
  ]);
});

test('what cannot be read keeps its number open: what is before it is recorded', () => {
  const unread = new UserError('INVALID', 'no', ['sales', 1, 'currency']);
  expect(outcomes(given(['a', 1], ['b', 2, unread], ['c', 3]), [], 0)).toEqual([
    ['FRESH', 'REFUSED', 'WAITS'],
    ['INVALID sales.1.currency', 'OPERATION_GAP sales.2.sequence'],
    2,
  ]);
});

test('an id or a number that stands for another sale is refused, and does not stop the others', () => {
  const recorded = [known('a', 1), known('b', 2)];
  expect(outcomes(given(['a', 1, 'another'], ['x', 2], ['c', 3]), recorded, 2)).toEqual([
    ['REFUSED', 'REFUSED', 'FRESH'],
    ['KEY_REUSED sales.0.saleId', 'ALREADY_EXISTS sales.1.sequence'],
    4,
  ]);
  expect(outcomes(given(['a', 1], ['b', 1], ['a', 2, 'another']), [], 0)).toEqual([
    ['FRESH', 'REFUSED', 'REFUSED'],
    ['ALREADY_EXISTS sales.1.sequence', 'KEY_REUSED sales.2.saleId'],
    2,
  ]);
});
