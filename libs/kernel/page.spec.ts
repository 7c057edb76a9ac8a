import fc from 'fast-check';
import { connection, pageRequest } from './page.js';

const keyOf = (name: string): readonly string[] => [name, `id of ${name}`];

describe('a page', () => {
  it('asks for twenty from the start unless told otherwise', () => {
    expect(pageRequest({})).toEqual({ first: 20, after: null });
    expect(pageRequest({ first: null, after: null })).toEqual({ first: 20, after: null });
    expect(pageRequest({ first: 100 })).toEqual({ first: 100, after: null });
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses first: %s', (first) => {
    expect(() => pageRequest({ first })).toThrow(
      expect.objectContaining({ code: 'INVALID', path: ['first'], facts: { min: 1, max: 100 } }) as Error,
    );
  });

  it.each(['', 'x', '%', btoa('{"a":1}'), btoa('[1]'), btoa('"text"'), btoa('%zz')])('refuses the cursor %j', (after) => {
    expect(() => pageRequest({ after })).toThrow(expect.objectContaining({ code: 'INVALID', path: ['after'] }) as Error);
  });

  it('knows the next page by the row too many', () => {
    const page = connection(['a', 'b', 'c'], pageRequest({ first: 2 }), keyOf);
    expect(page.nodes).toEqual(['a', 'b']);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[1]?.cursor,
    });
    const next = pageRequest({ first: 2, after: page.pageInfo.endCursor });
    expect(next.after).toEqual(['b', 'id of b']);
    expect(connection(['c'], next, keyOf).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('is empty without cursors', () => {
    expect(connection([], pageRequest({}), keyOf)).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('takes any sort key through its cursor', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (key) => {
        const page = connection([0], pageRequest({}), () => key);
        expect(pageRequest({ after: page.pageInfo.endCursor }).after).toEqual(key);
      }),
    );
  });
});
