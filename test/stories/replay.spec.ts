import { IdempotencyPurge } from '#platform/idempotency';
import { createCart } from '../support/requests.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop();

test('a repeated request says that it is one, by the header Idempotent-Replay', async () => {
  const input = { currency: 'USD', idempotencyKey: 'a-key-that-nobody-guesses' };
  const first = await shop().gql(createCart, { input });
  const again = await shop().gql(createCart, { input });
  expect(first.headers.get('idempotent-replay')).toBeNull();
  expect(again.headers.get('idempotent-replay')).toBe('true');
  expect(again.data).toEqual(first.data);

  const other = await shop().ask(createCart, { input: { ...input, currency: 'EUR' } });
  expect(other).toMatchObject({ cart: null, userErrors: [{ code: 'KEY_REUSED', path: ['input', 'idempotencyKey'] }] });
});

test('keys are forgotten after two days, and not before', async () => {
  const { database } = shop().postgres;
  await shop().ask(createCart, { input: { idempotencyKey: 'young-and-hard-to-guess' } });
  await database.pool.query("update idempotency_key set created_at = now() - interval '49 hours' where key not like 'young%'");
  await new IdempotencyPurge(database).round();
  const { rows } = await database.pool.query<{ key: string }>('select key from idempotency_key');
  expect(rows).toEqual([{ key: 'young-and-hard-to-guess' }]);
});
