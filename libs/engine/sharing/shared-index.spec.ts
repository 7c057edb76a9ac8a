import fc from 'fast-check';
import { inOrder, merged } from './in-order.js';
import { SharedIndex, type Filing } from './shared-index.js';

const ascending = (a: number, b: number): number => a - b;
const sorted = (values: readonly number[]): number[] => values.toSorted(ascending);

it('puts values in their order, and takes each out once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.array(fc.nat(20)), fc.array(fc.nat(20)), (all, gone, come) => {
      const expected = sorted(all);
      for (const each of gone) {
        const place = expected.indexOf(each);
        if (place >= 0) expected.splice(place, 1);
      }
      expect(inOrder(sorted(all), gone, come, ascending)).toEqual(sorted([...expected, ...come]));
      expect(merged(sorted(all), sorted(come), ascending)).toEqual(sorted([...all, ...come]));
    }),
  );
});

interface Filed {
  readonly id: number;
  readonly keys: readonly string[];
}

it('finds by any key after any changes what an index of all would find', () => {
  const filing: Filing<string, Filed> = { keysOf: ({ keys }) => keys, order: (a, b) => a.id - b.id };
  const filed = fc.record({ id: fc.nat(30), keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(fc.array(filed, { maxLength: 15 }), { maxLength: 8 }), (rounds) => {
      const all = new Map<number, Filed>();
      let index = SharedIndex.of(filing, []);
      for (const round of rounds) {
        const come = [...new Map(round.map((each) => [each.id, each])).values()];
        const gone = come.flatMap(({ id }) => all.get(id) ?? []);
        for (const each of come) all.set(each.id, each);
        index = index.with(gone, come);
        const whole = SharedIndex.of(filing, [...all.values()]);
        expect(['a', 'b', 'c', 'd', 'e'].map((key) => index.get(key))).toEqual(
          ['a', 'b', 'c', 'd', 'e'].map((key) => whole.get(key)),
        );
        expect(index.size).toBe(whole.size);
      }
    }),
  );
});
