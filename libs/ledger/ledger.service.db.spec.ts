import { currencyOf } from '#kernel';
import { newId } from '#platform/ids';
import { usingDatabase } from '../../test/support/database.js';
import { cashOf } from './accounts.js';
import { credit, debit, entry, type Entry } from './entry.js';
import { LedgerService } from './ledger.service.js';
import { posting } from './posting.repository.js';

const postgres = usingDatabase();
const [EUR, JPY] = [currencyOf('EUR'), currencyOf('JPY')];

const sql = (text: string, values: readonly unknown[] = []) => postgres.database.pool.query(text, [...values]);
const count = async (): Promise<unknown> => (await sql('select count(*)::int as postings from posting')).rows[0];

beforeEach(async () => {
  // fresh books: the trigger that forbids it is switched off as only an owner of the table can
  await sql('alter table posting disable trigger posting_stands');
  await sql('truncate posting');
  await sql('alter table posting enable trigger posting_stands');
});

it('keeps books that balance, by currency, account and order', async () => {
  const [first, second] = [newId('order'), newId('order')];
  await postgres.database.commit([
    posting([
      entry({
        id: newId('entry'),
        orderId: first,
        currency: EUR,
        postings: [
          debit('receivable', 1071n),
          debit('discounts', 100n, { lineId: 'l1', quantity: 1000n }),
          credit('sales', 1000n, { lineId: 'l1', quantity: 1000n }),
          credit('tax', 171n),
        ],
      }),
      entry({
        id: newId('entry'),
        orderId: first,
        currency: EUR,
        postings: [debit(cashOf('manual'), 1071n), credit('receivable', 1071n)],
      }),
      entry({ id: newId('entry'), orderId: second, currency: JPY, postings: [debit('receivable', 500n), credit('sales', 500n)] }),
    ]),
  ]);
  const ledger = new LedgerService(postgres.database);
  const { balances, totals } = await ledger.trialBalance();
  expect(totals).toEqual([
    { currency: 'EUR', debit: 2242n, credit: 2242n },
    { currency: 'JPY', debit: 500n, credit: 500n },
  ]);
  expect(balances.map(({ account, currency, balance }) => [currency, account, balance])).toEqual([
    ['EUR', 'cash:manual', 1071n],
    ['EUR', 'discounts', 100n],
    ['EUR', 'receivable', 0n],
    ['EUR', 'sales', 1000n],
    ['EUR', 'tax', 171n],
    ['JPY', 'receivable', 500n],
    ['JPY', 'sales', 500n],
  ]);
  expect((await ledger.balanceOf(second)).map(({ account, amount }) => [account, amount])).toEqual([
    ['receivable', 500n],
    ['sales', -500n],
  ]);
  expect(
    (await sql(`select line_id, quantity, amount, position from posting where line_id is not null order by position`)).rows,
  ).toEqual([
    { line_id: 'l1', quantity: '1000', amount: '100', position: 1 },
    { line_id: 'l1', quantity: '1000', amount: '-1000', position: 2 },
  ]);
});

it('refuses an unbalanced entry in the database too, and keeps nothing of the statement', async () => {
  const sound = entry({
    id: newId('entry'),
    orderId: null,
    currency: EUR,
    postings: [debit('receivable', 5n), credit('sales', 5n)],
  });
  const unsound: Entry = { ...sound, id: newId('entry'), postings: [debit('receivable', 5n), credit('sales', 4n)] };
  await expect(postgres.database.commit([posting([sound, unsound])])).rejects.toMatchObject({ constraint: 'posting_balanced' });
  const insert = `insert into posting (entry_id, position, account, amount, currency) values ('e', 0, 'receivable', 5, 'EUR'), ('e', 1, 'sales', -5, 'USD')`;
  await expect(sql(insert)).rejects.toMatchObject({ constraint: 'posting_balanced' });
  expect(await count()).toEqual({ postings: 0 });
});

it('never changes or forgets a posting', async () => {
  const made = entry({
    id: newId('entry'),
    orderId: null,
    currency: EUR,
    postings: [debit('receivable', 5n), credit('sales', 5n)],
  });
  await postgres.database.commit([posting([made])]);
  for (const text of ['update posting set amount = amount * 2', 'delete from posting', 'truncate posting'])
    await expect(sql(text)).rejects.toMatchObject({ constraint: 'posting_stands' });
  await expect(postgres.database.commit([posting([made])])).rejects.toMatchObject({ constraint: 'posting_pkey' });
  expect((await sql('select amount from posting order by position')).rows).toEqual([{ amount: '5' }, { amount: '-5' }]);
});

it('takes an entry of nothing for nothing', async () => {
  await postgres.database.commit([
    posting([entry({ id: newId('entry'), orderId: null, currency: EUR, postings: [debit('sales', 0n)] })]),
  ]);
  expect(await count()).toEqual({ postings: 0 });
});
