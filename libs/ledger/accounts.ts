/** Where an account's balance normally lies: debits are posted above zero, credits below. */
export type NormalSide = 'DEBIT' | 'CREDIT';

/** What an account is for. */
export interface AccountTerms {
  readonly side: NormalSide;
  readonly description: string;
}

/** The chart of accounts. */
export const accounts = {
  receivable: {
    side: 'DEBIT',
    description: 'What buyers owe us: the gross of placed orders, less what was captured or credited.',
  },
  reimbursements: {
    side: 'DEBIT',
    description: 'What others than the buyer owe us of placed orders: coupons whose maker reimburses us.',
  },
  sales: { side: 'CREDIT', description: 'Goods sold, net of tax, before discounts.' },
  discounts: { side: 'DEBIT', description: 'What promotions took off the goods, net of tax.' },
  shipping_revenue: { side: 'CREDIT', description: 'Shipping charged, net of tax and after discounts.' },
  tax: { side: 'CREDIT', description: 'Tax charged that is owed to the authorities.' },
  till_differences: { side: 'CREDIT', description: 'What tills took more than their sales come to, or less.' },
  rounding: { side: 'CREDIT', description: 'What rounding a cash total to a payable amount gained or lost.' },
} as const satisfies Record<string, AccountTerms>;

/** What each payment provider has collected for us and not been refunded: one account a provider. */
export const cash: AccountTerms = { side: 'DEBIT', description: 'Money collected through one payment provider, less refunds.' };

/** The name of an account: one of the chart, or `cash:<provider>`. */
export type Account = keyof typeof accounts | `cash:${string}`;

/** The account of what a payment provider has collected. */
export function cashOf(provider: string): Account {
  return `cash:${provider}`;
}

/** What an account is for. @throws RangeError for one that is not in the chart */
export function accountTerms(account: string): AccountTerms {
  if (account.startsWith('cash:')) return cash;
  const terms = (accounts as Readonly<Record<string, AccountTerms>>)[account];
  if (!terms) throw new RangeError(`no account ${account}`);
  return terms;
}
