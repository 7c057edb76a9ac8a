import { keysOfAll, keysOfAny } from './keys.js';
import { every, not, some, type Known } from './known.js';

describe('what is known of several', () => {
  it.each<[Known[], Known, Known]>([
    [[], true, false],
    [[true, true], true, true],
    [[true, false], false, true],
    [[false, false], false, false],
    [[true, null], null, true],
    [[null, false], false, null],
    [[null], null, null],
    [[null, true, false], false, true],
  ])('of %j: all %s, any %s', (parts, all, any) => {
    expect(every(parts, (each) => each)).toBe(all);
    expect(some(parts, (each) => each)).toBe(any);
    expect(not(some(parts, not))).toBe(all);
  });
});

describe('the keys of several', () => {
  it.each([
    [[], null, []],
    [[null], null, null],
    [[['b', 'a'], ['c']], ['c'], ['a', 'b', 'c']],
    [[null, ['b', 'a']], ['b', 'a'], null],
    [[['a'], ['b']], ['a'], ['a', 'b']],
    [[['a'], []], [], ['a']],
  ])('of %j: all %j, any %j', (parts, all, any) => {
    const of = parts.map((keys) => ({ keys }));
    expect(keysOfAll(of)).toEqual(all);
    expect(keysOfAny(of)).toEqual(any);
  });
});
