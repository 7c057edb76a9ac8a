import { currencyOf, type CurrencyCode } from '#kernel';
import { accountTerms } from './accounts.js';

/** What stands on an account in one currency, in minor units. */
export interface Balance {
  readonly account: string;
  readonly currency: CurrencyCode;
  readonly debit: bigint;
  readonly credit: bigint;
  /** Debit less credit: as it is posted. */
  readonly amount: bigint;
  /** The same from the account's own side: what is owed, earned or held is above zero. */
  readonly balance: bigint;
}

/** Every account's balance, and the proof: debit and credit are equal in each currency. */
export interface TrialBalance {
  readonly balances: readonly Balance[];
  readonly totals: readonly { readonly currency: CurrencyCode; readonly debit: bigint; readonly credit: bigint }[];
}

/** Reads a balance from sums that came as text. */
export function balance(row: { account: string; currency: string; debit: string; credit: string }): Balance {
  const [debit, credit] = [BigInt(row.debit), BigInt(row.credit)];
  const amount = debit - credit;
  const side = accountTerms(row.account).side;
  return {
    account: row.account,
    currency: currencyOf(row.currency),
    debit,
    credit,
    amount,
    balance: side === 'DEBIT' ? amount : -amount,
  };
}

/** Adds up the balances of each currency. */
export function trial(balances: readonly Balance[]): TrialBalance {
  const totals = [...new Set(balances.map(({ currency }) => currency))].map((currency) => {
    const own = balances.filter((one) => one.currency === currency);
    return {
      currency,
      debit: own.reduce((sum, one) => sum + one.debit, 0n),
      credit: own.reduce((sum, one) => sum + one.credit, 0n),
    };
  });
  return { balances, totals };
}
