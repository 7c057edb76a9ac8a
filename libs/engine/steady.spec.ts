import { aList, aTerms, noon } from './builders.js';
import { pricesSteadyUntil } from './steady.js';

describe('prices are steady', () => {
  const until = (...bounds: readonly (readonly [number | null, number | null])[]) =>
    pricesSteadyUntil(
      aTerms({ lists: bounds.map(([validFrom, validTo], index) => aList({ id: `pl_${index}` as never, validFrom, validTo })) }),
      noon,
    );

  it('until the next list begins or ends', () => {
    expect(until([noon - 5, noon + 9], [noon + 3, null])).toBe(noon + 3);
    expect(until([null, noon + 9], [noon - 3, noon])).toBe(noon + 9);
  });

  it('for good when nothing is bounded', () => {
    expect(until([null, null], [noon, null])).toBe(Infinity);
  });
});
