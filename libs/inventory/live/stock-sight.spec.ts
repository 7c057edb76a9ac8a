import { newId } from '#platform/ids';
import type { StockLevel } from '../stock.js';
import { stockSight, variantStocks } from './stock-sight.js';

const [mug, cup, tea] = [newId('variant'), newId('variant'), newId('variant')].sort();
const locationId = newId('location');
const levelOf = (variantId: StockLevel['variantId'] | undefined, available: bigint) =>
  ({ variantId, locationId, available, backorder: false }) as StockLevel;
const stocks = (mugs: bigint, cups: bigint) =>
  variantStocks([tea, cup, mug, cup].map(String), [levelOf(mug, mugs), levelOf(cup, cups)], 500n);

test('what a channel can promise is less by its safety stock, and never below nothing', () => {
  expect(stocks(2000n, 400n)).toEqual([
    { variantId: mug, locations: [{ locationId, available: '1.5', backorder: false }] },
    { variantId: cup, locations: [{ locationId, available: '0', backorder: false }] },
    { variantId: tea, locations: [] },
  ]);
});

test('only what has become another is told', () => {
  const idsOf = (sight: ReturnType<typeof stockSight>) => sight.view.variants.map(({ variantId }) => variantId);
  const first = stockSight(stocks(2000n, 400n), null);
  expect(idsOf(first)).toEqual([mug, cup, tea]);
  // below the safety stock it is all the same
  expect(stockSight(stocks(2000n, 300n), first.cursor)).toEqual({
    cursor: first.cursor,
    view: { cursor: first.cursor, variants: [] },
  });
  const second = stockSight(stocks(2000n, 900n), first.cursor);
  expect(idsOf(second)).toEqual([cup]);
  expect(second.cursor).not.toBe(first.cursor);
  expect(idsOf(stockSight(stocks(1000n, 400n), second.cursor))).toEqual([mug, cup]);
});

test.each(['', 'nonsense', 'x'.repeat(18)])('who comes with the cursor %j is told everything', (after) => {
  expect(stockSight(stocks(2000n, 400n), after).view.variants).toHaveLength(3);
});
