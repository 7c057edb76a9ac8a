import { currencyOf, type Id } from '#kernel';
import { cashOf, type Account } from './accounts.js';
import { balance, trial } from './balance.js';
import { credit, debit, entry, reversal } from './entry.js';

const id = 'ent_01J00000000000000000000001' as Id<'entry'>;
const EUR = currencyOf('EUR');

describe('an entry', () => {
  it('adds up to zero and leaves out postings of nothing', () => {
    const made = entry({
      id,
      orderId: null,
      currency: EUR,
      postings: [
        debit('receivable', 1190n),
        credit('sales', 1000n, { lineId: 'l1', quantity: 2000n }),
        credit('tax', 190n),
        debit('discounts', 0n),
      ],
    });
    expect(made.postings).toEqual([
      { account: 'receivable', amount: 1190n },
      { account: 'sales', amount: -1000n, lineId: 'l1', quantity: 2000n },
      { account: 'tax', amount: -190n },
    ]);
  });

  it('is refused out of balance', () => {
    const make = () =>
      entry({ id, orderId: null, currency: EUR, postings: [debit('receivable', 1190n), credit('sales', 1189n)] });
    expect(make).toThrow(new RangeError(`entry ${id} is out of balance by 1 EUR`));
  });

  it('is refused for an account that is not in the chart', () => {
    const account = 'petty' as Account;
    const make = () => entry({ id, orderId: null, currency: EUR, postings: [debit(account, 1n), credit('sales', 1n)] });
    expect(make).toThrow(new RangeError('no account petty'));
  });

  it('is undone by its reversal', () => {
    const paid = entry({ id, orderId: null, currency: EUR, postings: [debit(cashOf('sandbox'), 5n), credit('receivable', 5n)] });
    expect(reversal(id, paid).postings).toEqual([
      { account: 'cash:sandbox', amount: -5n },
      { account: 'receivable', amount: 5n },
    ]);
  });
});

describe('a balance', () => {
  it('is above zero on the normal side of its account', () => {
    const sales = balance({ account: 'sales', currency: 'EUR', debit: '100', credit: '1000' });
    expect(sales).toEqual({ account: 'sales', currency: 'EUR', debit: 100n, credit: 1000n, amount: -900n, balance: 900n });
    const cash = balance({ account: 'cash:manual', currency: 'EUR', debit: '900', credit: '0' });
    expect(cash.balance).toBe(900n);
    expect(trial([sales, cash]).totals).toEqual([{ currency: 'EUR', debit: 1000n, credit: 1000n }]);
  });
});
