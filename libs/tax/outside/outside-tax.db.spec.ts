import { currencyOf } from '#kernel';
import { Config } from '#platform/config';
import { usingDatabase } from '../../../test/support/database.js';
import { GuardedProvider, LeftAlone } from './guarded.provider.js';
import { keepingForOrder, keptAnswer } from './outside-tax.repository.js';
import { OutsideTaxService } from './outside-tax.service.js';
import type { TaxProvider, TaxQuestion } from './provider.js';
import { sandbox } from './providers/sandbox.provider.js';

const postgres = usingDatabase();
const config = new Config({ NODE_ENV: 'test' });
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
const to = (postcode: string | null) => ({ country: 'US', region: 'NY', postcode });
const question: TaxQuestion = {
  currency: currencyOf('USD'),
  at: 0,
  from: 'US',
  to: to('10001'),
  charges: [{ id: 'line_a', taxClass: 'standard', quantity: 1000n, amount: 1000n, entry: 'NET', relief: null }],
};
const answer = {
  reference: 'sandbox',
  charges: [{ id: 'line_a', taxes: [{ name: 'Sandbox tax', percent: 10_000_000n, amount: 100n }] }],
};
const kept = async () => (await sql('select count(*)::int kept from tax_answer'))[0];

beforeEach(() => sql('truncate tax_answer, order_tax_answer'));

test('an answer is kept: the same question is not asked again, for a day', async () => {
  const outside = new OutsideTaxService(postgres.database, config);
  expect(await outside.assess('sandbox', question)).toEqual({ source: 'PROVIDER', answer });
  expect(await outside.assess('sandbox', { ...question, at: 1 })).toEqual({ source: 'KEPT', answer });
  const [charge] = question.charges;
  const other = { ...question, charges: charge ? [{ ...charge, amount: 2000n }] : [] };
  const freed = {
    ...question,
    charges: question.charges.map((each) => ({ ...each, relief: { kind: 'EXEMPT', proof: 'C' } as const })),
  };
  expect(await outside.assess('sandbox', freed)).toMatchObject({ source: 'PROVIDER' });
  await sql(`update tax_answer set asked_at = now() - interval '25 hours'`);
  expect(await keptAnswer(postgres.database, 'sandbox', question)).toBeNull();
  await outside.assess('sandbox', other);
  expect(await kept()).toEqual({ kept: 1 });
});

test('what cannot be asked falls back to the tables and says why, and nothing is kept', async () => {
  const outside = new OutsideTaxService(postgres.database, config);
  expect(await outside.assess('gold', question)).toEqual({ source: 'TABLES', reason: 'UNKNOWN' });
  const asked = (postcode: string) => outside.assess('sandbox', { ...question, to: to(postcode) });
  expect(await asked('nonsense')).toEqual({ source: 'TABLES', reason: 'NONSENSE' });
  for (let times = 0; times < 4; times++) expect(await asked('fail')).toEqual({ source: 'TABLES', reason: 'FAILED' });
  // five in a row: nobody is asked, and what is kept still counts
  expect(await asked('10001')).toEqual({ source: 'TABLES', reason: 'OPEN' });
  expect(await kept()).toEqual({ kept: 0 });
});

test('nobody waits longer than the deadline, and the engine is told to stop', async () => {
  let stopped = false;
  const slow: TaxProvider = {
    ...sandbox,
    assess: (asked, signal) => {
      signal.addEventListener('abort', () => (stopped = true));
      return sandbox.assess(asked, signal);
    },
  };
  const guarded = new GuardedProvider(slow, { deadlineMs: 30, mostFailures: 2, openMs: 1000 });
  const begun = performance.now();
  expect(await guarded.ask({ ...question, to: to('slow') })).toEqual({ answer: null, failure: 'TIMEOUT' });
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(stopped).toBe(true);
});

test('an engine that is back is asked again when the breaker lets one through', async () => {
  let now = 0;
  const guarded = new GuardedProvider(sandbox, { deadlineMs: 1000, mostFailures: 1, openMs: 500 }, () => now);
  expect((await guarded.ask({ ...question, to: to('fail') })).failure).toBe('FAILED');
  expect((await guarded.ask(question)).failure).toBe('OPEN');
  now = 500;
  expect(await guarded.ask(question)).toEqual({ answer, failure: null });
});

test('an engine that takes no orders is left alone too, without a word on its answers', async () => {
  let now = 0;
  let told = 0;
  const deaf: TaxProvider = { ...sandbox, commit: () => Promise.reject(new Error(`told ${String(++told)} times`)) };
  const guarded = new GuardedProvider(deaf, { deadlineMs: 1000, mostFailures: 2, openMs: 500 }, () => now);
  const tell = () => guarded.tell('commit', { orderId: 'ord_1', question, answer });
  await expect(tell()).rejects.toThrow('told 1 times');
  await expect(tell()).rejects.toThrow('told 2 times');
  await expect(tell()).rejects.toEqual(new LeftAlone(500));
  expect(await guarded.ask(question)).toEqual({ answer, failure: null });
  now = 400;
  await expect(tell()).rejects.toEqual(new LeftAlone(100));
  now = 500;
  await expect(tell()).rejects.toThrow('told 3 times');
});

test('an order keeps what was asked and answered, for good', async () => {
  const { database } = postgres;
  await new OutsideTaxService(database, config).assess('sandbox', question);
  await sql('alter table order_tax_answer drop constraint order_tax_answer_order_id_fkey');
  // the answer is of another instant: the tax point is that of the order
  await database.commit([keepingForOrder('sandbox', { ...question, at: 5 }, 'ord_1')]);
  await sql(`delete from tax_answer`);
  expect(await keptAnswer(database, 'sandbox', question)).toBeNull();
  const [row] = await sql(
    `select order_id, provider, answer->>'reference' reference, question->'charges'->0->>'amount' amount, question->'at' tax_point from order_tax_answer`,
  );
  expect(row).toEqual({ order_id: 'ord_1', provider: 'sandbox', reference: 'sandbox', amount: '1000n', tax_point: 5 });
  await expect(database.commit([keepingForOrder('sandbox', question, 'ord_2')])).rejects.toThrow('tax.keep-answer-for-order');
});
