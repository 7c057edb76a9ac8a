import type { Json } from './api.js';
import type { TestShop } from './shop.js';

/** A way by which the API might be asked for somebody else's thing: an operation that takes its id. */
export interface Reach {
  readonly query: string;
  /** The variables that name the thing. */
  readonly variables: (id: string) => object;
}

/** A mutation that takes the id in its input, with all that its owner could ask for with it. */
export function reachBy(mutation: string, input: (id: string) => object, result: string): Reach {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  return {
    query: `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} userErrors { code message path facts { name value } } } }`,
    variables: (id) => ({ input: input(id) }),
  };
}

/** A query that takes the id. */
export function reachOf(field: string, argument: string, result: string, type = 'ID!'): Reach {
  return {
    query: `query ($id: ${type}) { ${field}(${argument}: $id) { ${result} } }`,
    variables: (id) => ({ id }),
  };
}

/** What a stranger is answered, with the id that it asked for blotted out. */
async function answer(
  { gql }: Pick<TestShop, 'gql'>,
  { query, variables }: Reach,
  id: string,
  headers: Readonly<Record<string, string>>,
): Promise<Json> {
  const { status, data, errors, text } = await gql(query, variables(id), { ...headers, 'x-request-id': 'stranger' });
  expect(text).not.toContain('INTERNAL');
  return JSON.parse(JSON.stringify({ status, data, errors }).replaceAll(id, 'the id'));
}

/**
 * Asserts that a stranger learns and changes nothing by the id of somebody else's thing: it is answered exactly as for an id that
 * nobody has, and `kept` (what the database holds of the thing) stays as it is.
 */
export async function expectUnreachable(
  shop: Pick<TestShop, 'gql'>,
  reach: Reach,
  {
    id,
    nobodys,
    headers,
    kept,
  }: { id: string; nobodys: string; headers: Readonly<Record<string, string>>; kept: () => Promise<Json> },
): Promise<void> {
  const before = await kept();
  const ofTheirs = await answer(shop, reach, id, headers);
  expect(ofTheirs).toEqual(await answer(shop, reach, nobodys, headers));
  expect(await kept()).toEqual(before);
}
