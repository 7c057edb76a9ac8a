import { usingDatabase } from '../../test/support/database.js';
import { forgettingContacts } from './order.repository.js';

const postgres = usingDatabase();

test('with a buyer it is forgotten where the goods went, but for the country that the taxes were of', async () => {
  const { pool } = postgres.database;
  await pool.query(
    `insert into orders (id, cart_id, channel_id, currency, locale, state, contact, net, tax, total, inputs, expires_at, customer_id)
     values ('ord_1', 'cart_1', 'chan_1', 'EUR', 'en', 'PENDING', '{"email": "eve@example.test"}', 0, 0, 0, '{}', now(), 'cus_1'),
       ('ord_2', 'cart_2', 'chan_1', 'EUR', 'en', 'PENDING', '{"email": "bob@example.test"}', 0, 0, 0, '{}', now(), 'cus_2')`,
  );
  await pool.query(
    `insert into order_tax_answer (order_id, provider, question, answer, asked_at)
     select id, 'http', '{"from": "DE", "to": {"country": "US", "region": "NY", "postcode": "10001"}}', '{}', now() from orders`,
  );
  await postgres.database.commit([forgettingContacts('cus_1')]);
  const { rows } = await pool.query(
    `select o.id, o.contact->>'email' email, a.question->'to' "to" from orders o join order_tax_answer a on a.order_id = o.id order by o.id`,
  );
  expect(rows).toEqual([
    { id: 'ord_1', email: null, to: { country: 'US', region: null, postcode: null } },
    { id: 'ord_2', email: 'bob@example.test', to: { country: 'US', region: 'NY', postcode: '10001' } },
  ]);
});
