import type { Id } from '#kernel';
import type { TaxRate } from '../tax.js';
import { followed } from './follow-table.js';

const day = 86_400_000;

const rate = (percent: number, from: number | null, to: number | null): TaxRate => ({
  id: `txr_${String(percent)}` as Id<'taxRate'>,
  classId: 'txc_1' as Id<'taxClass'>,
  zoneId: 'txz_1' as Id<'taxZone'>,
  name: 'VAT',
  percent: BigInt(percent) * 1_000_000n,
  tax: '',
  compound: false,
  validFrom: from,
  validTo: to,
  version: 1n,
});
const period = (percent: number, from: number | null, to: number | null) => ({
  percent: BigInt(percent) * 1_000_000n,
  from,
  to,
});

test('what is there already is left alone', () => {
  const rates = [rate(6, null, day), rate(9, day, null)];
  expect(followed(rates, [period(6, null, day), period(9, day, null)])).toEqual({ missing: [], ending: [], clash: null });
});

test('the rate that holds ends where the next of the table begins', () => {
  const old = rate(6, null, null);
  const next = period(9, day, null);
  expect(followed([old], [period(6, null, day), next])).toEqual({
    missing: [next],
    ending: [{ rate: old, validTo: day }],
    clash: null,
  });
});

test('a rate from before all that the table knows ends where that begins', () => {
  const old = rate(5, null, null);
  const known = [period(6, day, 2 * day), period(9, 2 * day, null)];
  expect(followed([old], known)).toEqual({ missing: known, ending: [{ rate: old, validTo: day }], clash: null });
});

test('what was entered for after the table is newer than it', () => {
  const rates = [rate(21, null, day), rate(22, day, null)];
  expect(followed(rates, [period(21, null, null)])).toEqual({ missing: [], ending: [], clash: null });
});

test('another percentage at the same time is for people to decide', () => {
  const other = rate(20, null, null);
  expect(followed([other], [period(21, null, null)])).toEqual({ missing: [], ending: [], clash: other });
  const later = rate(20, 2 * day, null);
  expect(followed([later], [period(21, day, null)])).toEqual({ missing: [], ending: [], clash: later });
});
