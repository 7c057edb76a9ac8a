import { setTimeout as pause } from 'node:timers/promises';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { address } from '../support/requests.js';
import { within } from '../support/staff.js';
import { startWholeShop, type WholeShop } from '../support/whole.js';

let shop: WholeShop;

beforeAll(async () => {
  shop = await startWholeShop({ SWEEP_SECONDS: '1' });
}, 60_000);
afterAll(() => shop.close());

async function ask(query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Json> {
  const { data, errors, text } = await shop.gql(query, variables, headers);
  if (errors) throw new Error(text);
  return Object.values(data as Record<string, Json>)[0];
}

test('user-asks 89: a buyer who has orders can be erased: books and orders stay and name nobody', async () => {
  const variantId = String((await variantsBySku({ ...shop, ask }))['PAN-28']);
  const { id, headers } = await aCustomer({ ask }, 'erased.person@example.test');
  const asking = (query: string, variables: object = {}) => ask(query, variables, headers);
  const contact = { shippingAddress: { ...address, name: 'Erased Person' } };
  const first = await aCartWith({ ask: asking }, { [variantId]: '1' }, contact);
  const { shippingOptions } = await asking('query ($id: ID!) { cart(id: $id) { shippingOptions { id } } }', { id: first.id });
  const ship =
    'mutation ($input: SetCartShippingInput!) { setCartShipping(input: $input) { cart { id fingerprint totals { total { amount } } } } }';
  const { cart } = await asking(ship, { input: { cartId: first.id, shippingMethodId: shippingOptions[0].id } });
  const { order } = await place(asking, cart, 'erased');
  expect(order).toMatchObject({ state: 'PLACED', email: 'erased.person@example.test' });
  const second = await aCartWith({ ask: asking }, { [variantId]: '1' }, contact);

  const erase = 'mutation ($input: EraseCustomerInput!) { eraseCustomer(input: $input) { erasedId userErrors { code } } }';
  expect(await ask(erase, { input: { id } }, shop.staff)).toEqual({ erasedId: id, userErrors: [] });
  const { pool } = shop.postgres.database;
  const left = async () => {
    const { rows } = await pool.query<{ found: number }>(
      `select (select count(*)::int from cart where cart::text ~* 'erased.person') + (select count(*)::int from orders where orders::text ~* 'erased.person')
         + (select count(*)::int from cart_operation o where o::text ~* 'erased.person') + (select count(*)::int from outbox o where o::text ~* 'erased.person') found`,
    );
    return rows[0]?.found;
  };
  expect(await within(10_000, async () => (await left()) === 0)).toBe(true);
  const seen = await ask(
    'query ($id: ID!) { order(id: $id) { email shippingAddress { name } totals { total { amount } } } }',
    { id: order.id },
    shop.staff,
  );
  expect(seen).toEqual({ email: null, shippingAddress: null, totals: { total: { amount: order.totals.total.amount } } });
  const { rows } = await pool.query('select customer_id from orders where id = $1', [order.id]);
  expect(rows).toEqual([{ customer_id: id }]);

  // long enough for nobody to believe any more that the customer is there
  await pause(1100);
  // staff find the cart that was left, at everybody's prices, and nobody to sell it to
  const { cart: rest } = await ask(ship, { input: { cartId: second.id, shippingMethodId: null } }, shop.staff);
  expect(rest.totals.total.amount).toBe('49.00');
  const refused = await place((query, variables) => ask(query, variables, shop.staff), rest, 'left behind');
  expect([refused.order, refused.userErrors.map(({ code }: Json) => code)]).toEqual([null, ['INCOMPLETE']]);
});
