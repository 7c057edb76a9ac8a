import { idOf } from '#kernel';
import { reversal, type Entry } from '#ledger';
import type { Payment } from '#payments';
import { anOrder, theTerms } from './builders.js';
import { captureEntry, refundEntry, saleEntry } from './postings.js';

const id = idOf('entry', '0'.repeat(26));

/** What an entry puts on each account. */
function accounts({ postings }: Entry): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { account, amount } of postings) sums[account] = (sums[account] ?? 0n) + amount;
  return sums;
}

const lines = [{ price: '10.00', quantity: '3' }, { price: '0.99' }];

it('books a sale of gross prices: a discount of 3.10 with tax is 2.56 without', () => {
  const order = anOrder({ lines, codes: ['TEN'] });
  expect(accounts(saleEntry(id, order))).toEqual({
    receivable: 3284n,
    sales: -2561n,
    discounts: 256n,
    shipping_revenue: -409n,
    tax: -570n,
  });
});

it('books a sale of net prices: the discount is what it is', () => {
  const order = anOrder({ lines, codes: ['TEN'] }, theTerms('NET'));
  expect(accounts(saleEntry(id, order))).toEqual({
    receivable: order.total,
    sales: -3099n,
    discounts: 310n,
    shipping_revenue: -409n,
    tax: -order.tax,
  });
});

it('balances whatever is bought', () => {
  for (const entry of ['NET', 'GROSS'] as const)
    for (const price of ['0.01', '0.03', '9.99', '1234.56', '0'])
      for (const quantity of ['1', '7', '0.333'])
        for (const codes of [[], ['TEN']]) {
          const { postings } = saleEntry(
            id,
            anOrder({ lines: [{ price, quantity }, { price: '0.07' }], codes }, theTerms(entry)),
          );
          expect(postings.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
        }
});

it('books nothing where nothing is owed', () => {
  expect(saleEntry(id, anOrder({ lines: [{ price: '0' }], shipped: false })).postings).toEqual([]);
});

it('collects, gives back and reverses to nothing', () => {
  const order = anOrder({ lines });
  const payment: Payment = {
    id: idOf('payment', '0'.repeat(26)),
    orderId: order.id,
    provider: 'sandbox',
    amount: order.total,
    currency: order.currency,
    state: 'CAPTURED',
    instrument: null,
    providerReference: null,
    failureCode: null,
    version: 1,
  };
  const sale = saleEntry(id, order);
  const entries = [sale, captureEntry(id, payment)];
  const sums = (all: readonly Entry[]) => accounts({ ...sale, postings: all.flatMap(({ postings }) => postings) });
  expect(sums(entries)).toMatchObject({ receivable: 0n, 'cash:sandbox': order.total });
  expect(new Set(Object.values(sums([...entries, reversal(id, sale), refundEntry(id, payment)])))).toEqual(new Set([0n]));
});
