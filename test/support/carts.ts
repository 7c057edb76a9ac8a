import type { Json } from './api.js';
import { createCart } from './requests.js';
import type { TestShop } from './shop.js';

/** The ids of the shop's variants by SKU. */
export async function variantsBySku({ ask }: Pick<TestShop, 'ask'>): Promise<Record<string, string>> {
  const page =
    'query ($after: String) { products(first: 100, after: $after) { nodes { variants { id sku } } pageInfo { endCursor hasNextPage } } }';
  const found: Record<string, string> = {};
  for (let after: string | null = null, more = true; more;) {
    const { nodes, pageInfo }: Json = await ask(page, { after });
    for (const { variants } of nodes) for (const { id, sku } of variants) found[sku] = id;
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  return found;
}

/** The line that holds the variant. */
export const lineOf = (variantId: string | undefined): string => String(variantId).replace('var_', 'line_');

/** A new cart that holds these quantities by variant id. */
export async function aCartWith(
  { ask }: Pick<TestShop, 'ask'>,
  lines: Readonly<Record<string, string>>,
  more: object = {},
): Promise<Json> {
  const wanted = Object.entries(lines).map(([variantId, quantity]) => ({ variantId, quantity }));
  const { cart, userErrors } = await ask(createCart, { input: { lines: wanted, ...more } });
  expect(userErrors).toEqual([]);
  return cart;
}

/** All that is kept of carts: what a refusal must leave as it was. */
export async function keptOfCarts({ postgres }: Pick<TestShop, 'postgres'>): Promise<Json> {
  const { rows } = await postgres.database.pool.query<Json>(
    `select (select json_agg(cart order by id) from cart) carts, (select count(*)::int from cart_operation) operations,
      (select count(*)::int from outbox where aggregate_type = 'cart') events, (select count(*)::int from idempotency_key) keys`,
  );
  return rows[0];
}

/** What was told of a cart, and what was done to it, in order. */
export async function trailOf({ postgres }: Pick<TestShop, 'postgres'>, cartId: string): Promise<Json> {
  const { pool } = postgres.database;
  const events = await pool.query(
    `select aggregate_version::int version, payload->>'change' change from outbox where aggregate_id = $1 order by aggregate_version`,
    [cartId],
  );
  const operations = await pool.query(
    'select version::int, position, type from cart_operation where cart_id = $1 order by version, position',
    [cartId],
  );
  return { events: events.rows, operations: operations.rows };
}

/** Makes mutations of carts that must go well: the cart as it is then. */
export const changesOf =
  (shop: () => Pick<TestShop, 'ask'>) =>
  async (mutation: string, input: object, headers?: Readonly<Record<string, string>>): Promise<Json> => {
    const { cart, userErrors } = await shop().ask(mutation, { input }, headers);
    expect(userErrors).toEqual([]);
    return cart;
  };
