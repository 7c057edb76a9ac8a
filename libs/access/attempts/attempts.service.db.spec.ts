import { createHash } from 'node:crypto';
import { UserError } from '#kernel';
import { aContext, refusal } from '../../../test/support/context.js';
import { usingDatabase } from '../../../test/support/database.js';
import { countStatements } from '../../../test/support/statements.js';
import { Attempts } from './attempts.service.js';
import { comesFrom } from './caller.js';

const postgres = usingDatabase();
const limitReached = { code: 'LIMIT_REACHED', path: [] };
const fails = (): Promise<never> => Promise.reject(new Error('wrong'));

function from(address: string) {
  const context = aContext();
  comesFrom(context, address);
  return context;
}

test('ten failures a minute for one name, on all replicas together; what succeeds does not count', async () => {
  const [here, there] = [new Attempts(postgres.database), new Attempts(postgres.database)];
  for (let i = 0; i < 20; i++) await here.counted('sign-in', 'ada', from('1.1.1.1'), () => Promise.resolve());
  for (let i = 0; i < 10; i++)
    await expect((i % 2 ? here : there).counted('sign-in', 'ada', from(`2.2.2.${i}`), fails)).rejects.toThrow('wrong');
  expect(await refusal(here.counted('sign-in', 'ada', from('3.3.3.3'), fails))).toEqual(limitReached);
  expect(await refusal(there.counted('sign-in', 'ada', from('4.4.4.4'), fails))).toEqual(limitReached);
  await expect(here.counted('sign-in', 'bea', from('3.3.3.3'), fails)).rejects.toThrow('wrong');
});

test('many at once do not slip through', async () => {
  const attempts = new Attempts(postgres.database);
  let tried = 0;
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) =>
      attempts.counted('sign-in', 'crowd', from(`5.5.5.${i}`), () => {
        tried++;
        return fails();
      }),
    ),
  );
  expect(tried).toBe(10);
  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(50);
});

test('thirty failures a minute from one address, whatever the names', async () => {
  const attempts = new Attempts(postgres.database);
  for (let i = 0; i < 30; i++) await attempts.failed('code', `cart ${i}`, from('6.6.6.6'));
  expect(() => attempts.check('code', 'another cart', from('6.6.6.6'))).toThrow('too many attempts');
  attempts.check('code', 'another cart', from('7.7.7.7'));
});

test('an office that signs in at nine is let in, all of it', async () => {
  const attempts = new Attempts(postgres.database);
  const office = Array.from({ length: 60 }, (_, i) =>
    attempts.counted('sign-in', `clerk ${i}`, from('12.12.12.12'), () => Promise.resolve(i)),
  );
  expect(await Promise.all(office)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  for (let i = 0; i < 30; i++) {
    await expect(attempts.counted('sign-in', `guess ${i}`, from('12.12.12.12'), fails)).rejects.toThrow('wrong');
  }
  expect(await refusal(attempts.counted('sign-in', 'one more', from('12.12.12.12'), fails))).toEqual(limitReached);
});

test('nobody tries many names at once before the first has failed', async () => {
  const attempts = new Attempts(postgres.database);
  let tried = 0;
  const spray = Array.from({ length: 200 }, (_, i) =>
    attempts.counted('sign-in', `sprayed ${i}`, from('15.15.15.15'), () => {
      tried++;
      return fails();
    }),
  );
  const answers = await Promise.allSettled(spray);
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  // thirty, and those who were tried beside the thirtieth
  expect(tried).toBeGreaterThanOrEqual(30);
  expect(tried).toBeLessThanOrEqual(33);
});

test('nobody makes many guesses at once either; what is right, or wrong for another reason, is not counted', async () => {
  const attempts = new Attempts(postgres.database);
  const [wrong, other] = [new UserError('NOT_FOUND', 'wrong'), new UserError('INVALID', 'another reason')];
  let tried = 0;
  const guess = (work: () => Promise<string>) =>
    attempts.guessed('code', null, from('17.17.17.17'), ({ code }) => code === 'NOT_FOUND', work);
  const statements = await countStatements(postgres.database, async () => {
    for (let i = 0; i < 40; i++) expect(await guess(() => Promise.resolve('right'))).toBe('right');
    for (let i = 0; i < 40; i++) await expect(guess(() => Promise.reject(other))).rejects.toBe(other);
  });
  expect(statements).toBe(0);
  const guesses = Array.from({ length: 200 }, () =>
    guess(async () => {
      tried++;
      await Promise.resolve();
      throw wrong;
    }),
  );
  const answers = await Promise.allSettled(guesses);
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(tried).toBeGreaterThanOrEqual(30);
  expect(tried).toBeLessThanOrEqual(33);
  expect(await refusal(guess(() => Promise.resolve('right')))).toEqual(limitReached);
});

test('sixty a minute sign up from one address, whatever becomes of it', async () => {
  const [here, there] = [new Attempts(postgres.database), new Attempts(postgres.database)];
  for (let i = 0; i < 60; i++) await (i % 2 ? here : there).signingUp(from('18.18.18.18'));
  expect(await refusal(here.signingUp(from('18.18.18.18')))).toEqual(limitReached);
  const statements = await countStatements(postgres.database, async () => {
    expect(await refusal(here.signingUp(from('18.18.18.18')))).toEqual(limitReached);
  });
  expect(statements).toBe(0);
  await here.signingUp(from('19.19.19.19'));
  here.check('sign-in', null, from('18.18.18.18'));
});

test.each([
  ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:eeee:dddd:cccc'],
  ['2001:db8::1:0:0:1', '2001:db8:0:0:5::'],
  ['::ffff:16.16.16.16', '16.16.16.16'],
])('%s and %s are of one network', async (one, other) => {
  const attempts = new Attempts(postgres.database);
  for (let i = 0; i < 30; i++) await attempts.failed('code', null, from(one));
  expect(() => attempts.check('code', null, from(other))).toThrow('too many attempts');
  attempts.check('code', null, from('2001:db8:1:3::1'));
  attempts.check('code', null, from('16.16.16.17'));
});

test('what has no name counts for the address alone', async () => {
  const attempts = new Attempts(postgres.database);
  for (let i = 0; i < 15; i++) await attempts.failed('code', null, from('13.13.13.13'));
  attempts.check('code', null, from('14.14.14.14'));
  for (let i = 0; i < 15; i++) await attempts.failed('code', null, from('13.13.13.13'));
  expect(() => attempts.check('code', null, from('13.13.13.13'))).toThrow('too many attempts');
});

test('looking whether somebody has to wait costs no statement, and the wait is told in seconds', async () => {
  const attempts = new Attempts(postgres.database);
  for (let i = 0; i < 10; i++) await attempts.failed('code', 'cart', from(`8.8.8.${i}`));
  const statements = await countStatements(postgres.database, async () => {
    expect(() => attempts.check('code', 'cart', from('9.9.9.9'))).toThrow(/^too many attempts: try again in (60|5\d) seconds$/);
  });
  expect(statements).toBe(0);
});

test('names and addresses are kept as hashes alone', async () => {
  const attempts = new Attempts(postgres.database);
  await attempts.failed('code', 'ada@example.test', from('10.9.8.7'));
  const { rows } = await postgres.database.pool.query<{ key: string }>('select key from attempt');
  // and nobody who reads them finds out by trying
  const plain = createHash('sha256').update('ada@example.test').digest('hex');
  expect(rows.map(({ key }) => key)).not.toContain(`code:${plain}`);
  const other = new Attempts(postgres.database);
  await other.failed('code', 'ada@example.test', from('10.9.8.7'));
  expect((await postgres.database.pool.query('select key from attempt')).rowCount).toBe(rows.length);
  expect(rows.every(({ key }) => /^(code|sign-in|sign-up)(-from)?:[0-9a-f]{64}$/.test(key))).toBe(true);
});
