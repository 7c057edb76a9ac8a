import type { CurrencyCode, Id, Quantity } from '#kernel';
import { accountTerms, type Account } from './accounts.js';

/** One side of an entry: a debit above zero, a credit below, in minor units. */
export interface Posting {
  readonly account: Account;
  readonly amount: bigint;
  /** The order's line that the amount stands for. */
  readonly lineId?: string;
  /** How much of the line it stands for. */
  readonly quantity?: Quantity;
}

/** A money fact: postings in one currency that add up to zero. Immutable once written. */
export interface Entry {
  readonly id: Id<'entry'>;
  readonly orderId: Id<'order'> | null;
  readonly currency: CurrencyCode;
  readonly postings: readonly Posting[];
}

/** A debit of an account. */
export function debit(account: Account, amount: bigint, of?: Pick<Posting, 'lineId' | 'quantity'>): Posting {
  return { account, amount, ...of };
}

/** A credit of an account. */
export function credit(account: Account, amount: bigint, of?: Pick<Posting, 'lineId' | 'quantity'>): Posting {
  return { account, amount: -amount, ...of };
}

/**
 * Makes an entry; postings of nothing are left out.
 * @throws RangeError when it is out of balance or names an unknown account: money would appear or vanish
 */
export function entry(parts: Entry): Entry {
  const postings = parts.postings.filter(({ amount }) => amount !== 0n);
  for (const { account } of postings) accountTerms(account);
  const rest = postings.reduce((sum, { amount }) => sum + amount, 0n);
  if (rest !== 0n) throw new RangeError(`entry ${parts.id} is out of balance by ${rest.toString()} ${parts.currency}`);
  return { ...parts, postings };
}

/** The entry that undoes another: every debit a credit. */
export function reversal(id: Id<'entry'>, of: Entry): Entry {
  return { ...of, id, postings: of.postings.map((posting) => ({ ...posting, amount: -posting.amount })) };
}
