import fc from 'fast-check';
import { SharedMap } from './shared-map.js';

const keys = Array.from({ length: 61 }, (_, each) => each);
const key = fc.integer({ min: 0, max: 60 });
const value = fc.record({ value: fc.integer() });
/** Entries that come, and keys that go. */
const changes = fc.array(fc.tuple(key, fc.option(value, { nil: undefined })), { maxLength: 40 });

it('is after any changes what a map would be, and what it was is still there', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value)), fc.array(changes, { maxLength: 12 }), (first, rounds) => {
      const expected = new Map(first);
      let map = SharedMap.of(first);
      for (const round of rounds) {
        const [before, entries] = [map, [...map]];
        map = map.with(round);
        for (const [each, given] of round) {
          if (given === undefined) expected.delete(each);
          else expected.set(each, given);
        }
        expect([...before]).toEqual(entries);
        expect(new Map(map)).toEqual(expected);
        expect([map.size, [...map.keys()], [...map.values()]]).toEqual([
          expected.size,
          [...new Map(map).keys()],
          [...new Map(map).values()],
        ]);
        const found = (all: ReadonlyMap<number, object>) => keys.map((each) => [all.get(each), all.has(each)]);
        expect(found(map)).toEqual(found(expected));
      }
    }),
    { numRuns: 100 },
  );
});
