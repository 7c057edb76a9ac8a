import { IdleCarts } from '#cart';
import { aCustomer } from '../support/accounts.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { addCartLines, cartById, currentCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 } } }));

test('a guest’s cart that nobody has touched for ninety days ends, with what it knew of a person; a customer’s stays', async () => {
  const { ask, app, postgres } = shop();
  const variantId = String((await variantsBySku(shop()))['A']);
  const { headers } = await aCustomer(shop(), 'stays@example.test');
  const contact = { email: 'gone@example.test' };
  const [idle, fresh] = [
    await aCartWith(shop(), { [variantId]: '1' }, contact),
    await aCartWith(shop(), { [variantId]: '1' }, contact),
  ];
  const mine = await aCartWith({ ask: (query, variables) => ask(query, variables, headers) }, { [variantId]: '1' });
  const { pool } = postgres.database;
  await pool.query(
    `update cart set created_at = now() - interval '92 days', updated_at = now() - interval '91 days' where id = any($1)`,
    [[idle.id, mine.id]],
  );
  await pool.query(
    `update cart set created_at = now() - interval '92 days', updated_at = now() - interval '89 days' where id = $1`,
    [fresh.id],
  );
  const carts = app.get(IdleCarts, { strict: false });
  expect([await carts.expire(), await carts.expire()]).toEqual([1, 0]);
  expect(await ask(cartById, { id: idle.id })).toBeNull();
  const add = { cartId: idle.id, lines: [{ variantId, quantity: '1' }] };
  expect((await ask(addCartLines, { input: add })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await ask(cartById, { id: fresh.id })).toMatchObject({ state: 'ACTIVE' });
  expect(await ask(currentCart, {}, headers)).toMatchObject({ id: mine.id });
  const { rows } = await pool.query('select state, contact from cart where id = $1', [idle.id]);
  expect(rows).toEqual([{ state: 'EXPIRED', contact: {} }]);
});

test('a cart that has ended is forgotten in the end, with its operations; one that leads to another, or became an order, is not', async () => {
  const { app, postgres } = shop();
  const { pool } = postgres.database;
  const variantId = String((await variantsBySku(shop()))['A']);
  const carts: string[] = [];
  for (let i = 0; i < 6; i++) carts.push((await aCartWith(shop(), { [variantId]: '1' }, {})).id);
  const [expired, merged, ordered, successor, young, active] = carts;
  const over = (id: string | undefined, state: string, days: number, leadsTo?: string) =>
    pool.query(
      `update cart set state = $2, successor_id = $4, created_at = now() - interval '500 days', updated_at = now() - $3 * interval '1 day'
       where id = $1`,
      [id, state, days, leadsTo ?? null],
    );
  await over(expired, 'EXPIRED', 401);
  await over(ordered, 'CONVERTED', 401, successor);
  // an order leads to it
  await over(successor, 'DELETED', 401);
  await over(merged, 'MERGED', 401, active);
  await over(young, 'EXPIRED', 399);
  await over(active, 'ACTIVE', 1);
  await app.get(IdleCarts, { strict: false }).round();
  const kept = async (table: string, column: string) =>
    (await pool.query<{ id: string }>(`select distinct ${column} id from ${table} where ${column} = any($1)`, [carts])).rows
      .map(({ id }) => id)
      .sort();
  const left = [ordered, successor, young, active].sort();
  expect(await kept('cart', 'id')).toEqual(left);
  expect(await kept('cart_operation', 'cart_id')).toEqual(left);
});
