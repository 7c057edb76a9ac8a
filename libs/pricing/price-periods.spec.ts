import type { Id } from '#kernel';
import type { Price } from './price.js';
import { changedPrices, periodOf } from './price-periods.js';

const now = 100;
const place = { listId: 'pl_1' as Id<'priceList'>, variantId: 'var_1' as Id<'variant'> };
const tier = (amount: bigint, minQuantity = 0n) => ({ minQuantity, amount, compareAt: null });
const row = (id: string, amount: bigint, validFrom: number | null, validTo: number | null, minQuantity = 0n): Price => ({
  ...{ ...place, ...tier(amount, minQuantity), id: id as Id<'price'>, validFrom, validTo, recordedFrom: 10 },
});

/** What is left of rows when prices are set: `id amount from-to`, and what was closed. */
function set(rows: readonly Price[], amounts: readonly bigint[], from?: number, to?: number) {
  const dates = { validFrom: from === undefined ? null : new Date(from), validTo: to === undefined ? null : new Date(to) };
  const period = periodOf(dates, rows, now, []);
  const change = changedPrices(
    rows,
    amounts.map((amount, index) => tier(amount, BigInt(index))),
    place,
    period,
    now,
  );
  return (
    change && {
      kept: change.kept.map(({ id, amount, validFrom, validTo }) => `${id ?? '+'} ${amount} ${validFrom ?? ''}-${validTo ?? ''}`),
      gone: change.gone,
      former: change.former.map(({ id, amount, recordedTo }) => `${id} ${amount} ${recordedTo ?? ''}`),
    }
  );
}

const base = row('a', 10n, 50, null);
const planned = [row('a', 10n, 50, 200), row('b', 8n, 200, 300), row('c', 10n, 300, null)];

describe('setting a price', () => {
  it('that there was none of makes a row from now on', () => {
    expect(set([], [10n])).toEqual({ kept: ['+ 10 100-'], gone: [], former: [] });
  });

  it('changes the row, and keeps what it said', () => {
    expect(set([base], [12n])).toEqual({ kept: ['a 12 100-'], gone: [], former: ['a 10 100'] });
    expect(set([row('a', 10n, null, null)], [12n])).toEqual({ kept: ['a 12 100-'], gone: [], former: ['a 10 100'] });
  });

  it('to what it is changes nothing', () => {
    expect(set([base], [10n])).toBeNull();
    expect(set([base], [10n], 150)).toBeNull();
    expect(set(planned, [10n])).toBeNull();
    expect(set(planned, [8n], 200)).toBeNull();
    expect(set([], [])).toBeNull();
  });

  it('to nothing removes the row', () => {
    expect(set([base], [])).toEqual({ kept: [], gone: ['a'], former: ['a 10 100'] });
  });

  it('from later on leaves the row until then', () => {
    expect(set([base], [12n], 200)).toEqual({ kept: ['a 10 50-200', '+ 12 200-'], gone: [], former: ['a 10 100'] });
  });

  it('for a time lets the former one come back', () => {
    expect(set([base], [8n], 200, 300)).toEqual({
      kept: ['a 10 50-200', '+ 10 300-', '+ 8 200-300'],
      gone: [],
      former: ['a 10 100'],
    });
    expect(set([base], [8n], undefined, 300)).toEqual({ kept: ['a 10 300-', '+ 8 100-300'], gone: [], former: ['a 10 100'] });
  });

  it('does not touch what is planned, and planning does not touch what holds until then', () => {
    expect(set(planned, [12n])).toEqual({ kept: ['a 12 100-200'], gone: [], former: ['a 10 100'] });
    expect(set(planned, [7n], 200)).toEqual({ kept: ['b 7 200-300'], gone: [], former: ['b 8 100'] });
    expect(set(planned, [7n], 250)).toEqual({ kept: ['b 8 200-250', '+ 7 250-300'], gone: [], former: ['b 8 100'] });
  });

  it('over several planned changes takes their place', () => {
    expect(set(planned, [7n], 150, 350)).toEqual({
      kept: ['a 10 50-150', 'c 10 350-', 'b 7 150-350'],
      gone: [],
      former: ['a 10 100', 'b 8 100', 'c 10 100'],
    });
  });

  it('puts what has ended with what was', () => {
    expect(set([row('a', 9n, 10, 60), row('b', 10n, 60, null)], [12n])).toEqual({
      kept: ['b 12 100-'],
      gone: ['a'],
      former: ['b 10 100', 'a 9 '],
    });
  });

  it('goes tier by tier: those that stay are not touched', () => {
    const tiers = [row('a', 10n, 50, null), row('b', 9n, 50, null, 1n)];
    expect(set(tiers, [10n, 8n])).toEqual({ kept: ['b 8 100-'], gone: [], former: ['b 9 100'] });
    expect(set(tiers, [10n])).toEqual({ kept: [], gone: ['b'], former: ['b 9 100'] });
  });
});

it('a price does not begin in the past, and ends after it begins', () => {
  const at = (from: number | null, to: number | null) => () =>
    periodOf({ validFrom: from === null ? null : new Date(from), validTo: to === null ? null : new Date(to) }, [], now, ['p']);
  expect(at(99, null)).toThrow(expect.objectContaining({ path: ['p', 'validFrom'] }) as Error);
  expect(at(null, 100)).toThrow(expect.objectContaining({ path: ['p', 'validTo'] }) as Error);
  expect(at(200, 200)).toThrow(expect.objectContaining({ path: ['p', 'validTo'] }) as Error);
  expect(at(100, 101)()).toEqual({ from: 100, to: 101 });
});
