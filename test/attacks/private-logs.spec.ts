import { setTimeout as pause } from 'node:timers/promises';
import { onlyError, place } from '../support/buyer.js';
import { redisUrl } from '../support/redis.js';
import { addCartLines, applyCartCode, createCart, setCartContact, setCartShipping } from '../support/requests.js';
import { ServedShop } from '../support/serve.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop();

/** What somebody says of herself, in no word that anybody else would use. */
const email = 'zelda.quillfeather@hush-mail.test';
const name = 'Zelda Quillfeather';
const street = 'Whisperlane 7713';
const city = 'Quietington';
const code = 'HUSHHUSH';
const password = 'correct horse quillfeather';
const instrument = 'decline-4929000000006';
const bearer = `cwk_${'quillfeather'.repeat(3)}`;
const all = [email, 'quillfeather', 'Quillfeather', street, 'Whisperlane', city, code, password, '4929000000006', bearer];

test('a purchase, with all that can go wrong in it, leaves nothing personal in the log of API and worker', async () => {
  const { postgres } = shop();
  const { pool } = postgres.database;
  await staffOf(shop())
    .done('createPromotion', {
      code: 'hush',
      name: [{ locale: 'en', text: 'Hush' }],
      codes: [code],
      action: { type: 'order.percentOff', percent: '5' },
    })
    .catch(() => undefined);
  const served = await ServedShop.start({
    NODE_ENV: 'production',
    LOG_LEVEL: 'debug',
    DATABASE_URL: postgres.url,
    REDIS_URL: redisUrl() ?? '',
  });
  const ask = served.attempt;
  const told: string[] = [];
  const trying = async (query: string, variables: object): Promise<void> => {
    await ask(query, variables).catch((error: unknown) => told.push(String(error)));
  };
  const { nodes } = await ask('{ products(first: 1, category: "kitchen") { nodes { variants { id } } } }');
  const variantId = String(nodes[0].variants[0].id);
  const address = { name, line1: street, city, postalCode: '10115', country: 'DE' };
  const made = await ask(createCart, { input: { lines: [{ variantId, quantity: '1' }], email, shippingAddress: address } });
  expect(made.userErrors).toEqual([]);
  const { id: cartId } = made.cart;
  const { shippingOptions } = await ask('query ($id: ID!) { cart(id: $id) { shippingOptions { id } } }', { id: cartId });

  // refusals
  onlyError(await ask(applyCartCode, { input: { cartId, code: `${code}X` } }));
  await trying(applyCartCode, { input: { cartId, code } });
  await trying(setCartContact, { input: { cartId, email: `${email} ` } });
  await trying(setCartContact, { input: { cartId, shippingAddress: { ...address, country: name } } });
  await trying('mutation ($input: SignUpCustomerInput!) { signUpCustomer(input: $input) { userErrors { code } } }', {
    input: { email, password, name },
  });
  await trying('mutation ($input: SignInCustomerInput!) { signInCustomer(input: $input) { userErrors { code } } }', {
    input: { email, password: `${password}!` },
  });
  await trying(`{ cart(id: "${email}") { id } order(id: "${street}") { id } }`, {});
  await trying(`{ quillfeather { id } }`, {});

  // errors of ours: PostgreSQL quotes the row, and the value
  await pool.query(`alter table cart add constraint hush check (contact::text not like '%zelda%') not valid`);
  await trying(addCartLines, { input: { cartId, lines: [{ variantId, quantity: '1' }] } });
  await pool.query('alter table cart drop constraint hush');
  await pool.query(
    `create function hush() returns trigger language plpgsql as $$ begin perform (new.contact->>'email')::int; return new; end $$`,
  );
  await pool.query('create trigger hush before update on cart for each row execute function hush()');
  await trying(addCartLines, { input: { cartId, lines: [{ variantId, quantity: '1' }] } });
  await pool.query('drop trigger hush on cart');
  expect(told.filter((error) => error.includes('INTERNAL'))).toHaveLength(2);

  // an order: once declined, once paid
  const shipped = await ask(setCartShipping, { input: { cartId, shippingMethodId: shippingOptions[0].id } });
  await place(ask, shipped.cart, 'hush-1', instrument);
  const paid = await place(ask, shipped.cart, 'hush-2');
  expect(paid.userErrors).toBeDefined();
  await fetch(served.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'x-channel': name },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  await fetch(`${served.url}?query=${encodeURIComponent(email)}`);
  await pause(1500);
  await served.close();

  const { log } = served;
  expect(log.split('\n').filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(10);
  expect(log).toContain('"code":"23514"');
  expect(log).toContain('"code":"22P02"');
  expect(all.filter((word) => log.includes(word))).toEqual([]);
  // nor in what others hear of it
  const { rows } = await pool.query<{ news: string }>(
    'select coalesce(string_agg(payload::text, chr(10)), $1) as news from outbox',
    [''],
  );
  expect(all.filter((word) => word !== code && rows[0]?.news.includes(word))).toEqual([]);
}, 60_000);

test('in production lines are gathered, and none is lost when the process ends', async () => {
  const { postgres } = shop();
  const served = await ServedShop.start({ NODE_ENV: 'production', LOG_LEVEL: 'info', DATABASE_URL: postgres.url });
  const lines = () => served.log.split('\n').filter((line) => line.includes('"operation":"Gathered"')).length;
  for (let i = 0; i < 5; i++) await served.attempt('query Gathered { channel { code } }');
  expect(await within(2000, async () => lines() === 5)).toBe(true);
  for (let i = 0; i < 50; i++) await served.attempt('query Gathered { channel { code } }');
  await served.close();
  expect(lines()).toBe(55);
}, 60_000);
