import { setTimeout as pause } from 'node:timers/promises';
import { aCustomer, asBearer, goodPassword, refresh } from '../support/accounts.js';
import { usingShop } from '../support/shop.js';

const shop = usingShop();
const statusOf = async (headers: Readonly<Record<string, string>>) =>
  (await shop().gql('{ viewer { kind } }', {}, headers)).status;
const hoursLeft = async () => {
  const { rows } = await shop().postgres.database.pool.query<{ kind: string; session: number; token: number }>(
    `select s.kind, round(extract(epoch from s.ends_at - now()) / 3600)::int session,
      round(extract(epoch from t.expires_at - now()) / 3600)::int token
     from session s join refresh_token t on t.session_id = s.id where t.used_at is null order by s.kind`,
  );
  return rows;
};
async function staffSession() {
  const { ask, staff } = shop();
  const input = { email: 'clerk@example.test', name: 'Clerk', password: goodPassword };
  await ask('mutation ($input: CreateStaffInput!) { createStaff(input: $input) { userErrors { code } } }', { input }, staff);
  const query = `mutation ($input: SignInStaffInput!) { signInStaff(input: $input) { tokens { accessToken refreshToken } } }`;
  return (await ask(query, { input: { email: input.email, password: input.password } })).tokens;
}

test('however busy it is, a session ends: a customer’s after thirty days, that of staff after twelve hours', async () => {
  const { pool } = shop().postgres.database;
  const customer = await aCustomer(shop(), 'busy@example.test');
  const clerk = await staffSession();
  expect(await hoursLeft()).toEqual([
    { kind: 'CUSTOMER', session: 720, token: 720 },
    { kind: 'STAFF', session: 12, token: 12 },
  ]);
  await pool.query(`update session set ends_at = ends_at - interval '11 hours'`);
  const [customers, clerks] = [await refresh(shop(), customer.refreshToken), await refresh(shop(), clerk.refreshToken)];
  // new tokens give it no more time
  expect(await hoursLeft()).toEqual([
    { kind: 'CUSTOMER', session: 709, token: 709 },
    { kind: 'STAFF', session: 1, token: 1 },
  ]);
  expect([await statusOf(asBearer(customers.tokens)), await statusOf(asBearer(clerks.tokens))]).toEqual([200, 200]);
  await pool.query('update session set ends_at = now()');
  await pause(1010);
  for (const { tokens } of [customers, clerks]) {
    expect(await statusOf(asBearer(tokens))).toBe(401);
    expect(await refresh(shop(), tokens.refreshToken)).toEqual({
      tokens: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'refreshToken'] }],
    });
  }
});
