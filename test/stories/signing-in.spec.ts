import { setTimeout as pause } from 'node:timers/promises';
import { aCustomer, asBearer, goodPassword, refresh, signIn, signUp } from '../support/accounts.js';
import { onlyError } from '../support/buyer.js';
import { startShop, usingShop } from '../support/shop.js';
import { statementsOf } from '../support/statements.js';

const shop = usingShop();
const me = '{ me { id email } }';
const kept = async () => {
  const { rows } = await shop().postgres.database.pool.query<{ sessions: number; customers: number; events: number }>(
    `select (select count(*)::int from session) sessions, (select count(*)::int from customer) customers,
      (select count(*)::int from outbox where aggregate_type = 'customer') events`,
  );
  return rows[0];
};

/** Until a statement waits for a row that another has changed. */
async function somebodyWaits(): Promise<void> {
  const { pool } = shop().postgres.database;
  const waits = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  while ((await pool.query(waits)).rowCount === 0) await pause(5);
}

test('who signs up is signed in, and is who it said, however it writes its e-mail address', async () => {
  const made = await signUp(shop(), { email: ' Ada@Example.test ', name: 'Ada' });
  expect(made).toMatchObject({ customer: { email: 'ada@example.test', name: 'Ada', version: 1 }, userErrors: [] });
  expect(await shop().ask(me, {}, asBearer(made.tokens))).toEqual({ id: made.customer.id, email: 'ada@example.test' });
  const again = await signIn(shop(), 'ADA@example.test');
  expect(again).toMatchObject({ customer: { id: made.customer.id }, userErrors: [] });
  expect(await shop().ask(me, {}, asBearer(again.tokens))).toEqual({ id: made.customer.id, email: 'ada@example.test' });
  const { rows } = await shop().postgres.database.pool.query(
    'select type, aggregate_version::int v, payload from outbox where aggregate_id = $1',
    [made.customer.id],
  );
  expect(rows).toEqual([{ type: 'customer.created', v: 1, payload: { customerId: made.customer.id, groupIds: [] } }]);
});

test('of passwords and tokens only hashes are kept', async () => {
  const { tokens } = await signUp(shop(), { email: 'hashes@example.test' });
  const { rows } = await shop().postgres.database.pool.query(
    `select (select json_agg(p) from customer_person p) people, (select json_agg(t) from refresh_token t) tokens,
      (select json_agg(s) from session s) sessions, (select json_agg(o) from outbox o where aggregate_type = 'customer') events`,
  );
  const everything = JSON.stringify(rows);
  expect(everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  for (const secret of [goodPassword, tokens.refreshToken, tokens.accessToken]) expect(everything).not.toContain(secret);
  expect(JSON.stringify(rows[0].events)).not.toContain('@');
});

test.each([
  [{ email: 'ada@example.test' }, 'ALREADY_EXISTS', ['input', 'email']],
  [{ email: 'no address' }, 'INVALID', ['input', 'email']],
  [{ email: 'short@example.test', password: 'ninechars' }, 'INVALID', ['input', 'password']],
  [{ email: 'long@example.test', password: 'x'.repeat(201) }, 'INVALID', ['input', 'password']],
  [{ email: 'name@example.test', name: 'x'.repeat(201) }, 'INVALID', ['input', 'name']],
  [{ email: 'locale@example.test', locale: 'english' }, 'INVALID', ['input', 'locale']],
])('nobody signs up with %j', async (input, code, path) => {
  const before = await kept();
  expect(await signUp(shop(), input)).toMatchObject({ tokens: null, customer: null, userErrors: [{ code, path }] });
  expect(await kept()).toEqual(before);
});

test('a wrong password and an unknown e-mail address are answered alike, with as much work', async () => {
  await aCustomer(shop(), 'known@example.test');
  await signIn(shop(), 'warm@example.test', 'something else');
  const before = await kept();
  const timed = async (email: string) => {
    const begun = performance.now();
    const answer = await signIn(shop(), email, 'something else');
    return { answer, ms: performance.now() - begun };
  };
  const known = await timed('known@example.test');
  const unknown = await timed('unknown@example.test');
  const wrong = { tokens: null, customer: null, userErrors: [{ code: 'FORBIDDEN', path: ['input'], facts: [] }] };
  expect([known.answer, unknown.answer]).toEqual([wrong, wrong]);
  // comparing with argon2id takes some 20 ms: without it an answer comes in less than five
  expect(Math.min(known.ms, unknown.ms)).toBeGreaterThan(8);
  expect(await kept()).toEqual(before);
});

test('a session goes on with new tokens, each good for one use; one that comes back ends it', async () => {
  const { headers, refreshToken } = await aCustomer(shop(), 'refresh@example.test');
  const second = await refresh(shop(), refreshToken);
  expect(second.userErrors).toEqual([]);
  const third = await refresh(shop(), second.tokens.refreshToken);
  const goesOn = asBearer(third.tokens);
  expect(await shop().ask(me, {}, goesOn)).toMatchObject({ email: 'refresh@example.test' });
  const gone = { tokens: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'refreshToken'] }] };
  // a copy of the first token: whoever has it, neither it nor the rightful owner goes on
  expect(await refresh(shop(), refreshToken)).toEqual(gone);
  expect(await refresh(shop(), third.tokens.refreshToken)).toEqual(gone);
  expect((await shop().gql(me, {}, goesOn)).status).toBe(401);
  expect((await shop().gql(me, {}, headers)).status).toBe(401);
});

test('of many who use one refresh token at once one gets new tokens, which are of no use', async () => {
  const { refreshToken } = await aCustomer(shop(), 'race@example.test');
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(shop(), refreshToken)));
  const given = answers.filter(({ tokens }) => tokens !== null);
  expect(given).toHaveLength(1);
  expect((await refresh(shop(), given[0].tokens.refreshToken)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
});

test('signing out ends one session, signing out everywhere all of them', async () => {
  const first = await aCustomer(shop(), 'out@example.test');
  const [second, third] = [await signIn(shop(), 'out@example.test'), await signIn(shop(), 'out@example.test')];
  const end = (mutation: string, refreshToken: string) => {
    const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { done userErrors { code } } }`;
    return shop().ask(query, { input: { refreshToken } });
  };
  const statusOf = async (headers: Readonly<Record<string, string>>) => (await shop().gql(me, {}, headers)).status;
  expect(await end('signOut', first.refreshToken)).toEqual({ done: true, userErrors: [] });
  expect(await statusOf(first.headers)).toBe(401);
  expect(await statusOf(asBearer(second.tokens))).toBe(200);
  expect(await end('signOut', 'what is not known')).toEqual({ done: true, userErrors: [] });
  expect(await end('signOutEverywhere', first.refreshToken)).toEqual({ done: null, userErrors: [{ code: 'NOT_FOUND' }] });
  expect(await end('signOutEverywhere', second.tokens.refreshToken)).toEqual({ done: true, userErrors: [] });
  await pause(1010);
  expect(await statusOf(asBearer(second.tokens))).toBe(401);
  expect(await statusOf(asBearer(third.tokens))).toBe(401);
  // a used token may have been copied: whoever has it, its session ends
  const fourth = await signIn(shop(), 'out@example.test');
  const fifth = await refresh(shop(), fourth.tokens.refreshToken);
  const used = { done: null, userErrors: [{ code: 'NOT_FOUND' }] };
  expect(await end('signOutEverywhere', fourth.tokens.refreshToken)).toEqual(used);
  expect(await statusOf(asBearer(fifth.tokens))).toBe(401);
});

test('who signs in with the old password while another is set gets no session', async () => {
  const { id } = await aCustomer(shop(), 'meanwhile@example.test');
  const { pool } = shop().postgres.database;
  const changing = await pool.connect();
  try {
    await changing.query('begin');
    await changing.query(`update customer_person set password_hash = 'another' where customer_id = $1`, [id]);
    await changing.query('update session set ended_at = now() where subject_id = $1', [id]);
    const signingIn = signIn(shop(), 'meanwhile@example.test');
    await Promise.race([signingIn, somebodyWaits()]);
    await changing.query('commit');
    expect(await signingIn).toMatchObject({ tokens: null, userErrors: [{ code: 'FORBIDDEN', path: ['input'] }] });
  } finally {
    changing.release();
  }
  const { rows } = await pool.query('select 1 from session where subject_id = $1 and ended_at is null', [id]);
  expect(rows).toEqual([]);
});

test('an access token costs two statements a second: is the session alive, and for whom does it buy', async () => {
  const { headers } = await aCustomer(shop(), 'cheap@example.test');
  await shop().gql('{ channel { code } }', {}, headers);
  await pause(1010);
  const statements = await statementsOf(shop().postgres.database, async () => {
    for (let i = 0; i < 5; i++) await shop().gql('{ channel { code } }', {}, headers);
  });
  expect(statements).toHaveLength(2);
});

test('sixty a minute sign up from one network address, then the next has to wait; who has an account signs in as ever', async () => {
  const fresh = await startShop();
  try {
    const some = Array.from({ length: 60 }, (_, i) => signUp(fresh, { email: `crowd-${i}@example.test` }));
    expect((await Promise.all(some)).flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(onlyError(await signUp(fresh, { email: 'late@example.test' })).code).toBe('LIMIT_REACHED');
    const { rows } = await fresh.postgres.database.pool.query('select from customer_person');
    expect(rows).toHaveLength(60);
    expect((await signIn(fresh, 'crowd-7@example.test')).userErrors).toEqual([]);
  } finally {
    await fresh.close();
  }
});
