import type { UserError } from '#kernel';
import type { ReportedSale } from './sale.js';
import { missingBefore, numberTaken, otherSale } from './tills.errors.js';

/** A sale as it stands in a push: read, or why it cannot be. */
export interface Given {
  /** Its place in the push. */
  readonly index: number;
  readonly saleId: string;
  readonly sequence: number;
  readonly read: { readonly sale: ReportedSale; readonly hash: string } | UserError;
}

/** A sale of the till that is recorded already. */
export interface KnownSale {
  readonly id: string;
  readonly clientId: string;
  readonly sequence: number;
  readonly hash: string;
}

/** What becomes of one sale of a push. */
export type Fate =
  /** It is to be recorded. */
  | { readonly outcome: 'FRESH'; readonly sale: ReportedSale; readonly hash: string }
  /** It is recorded already, or stands earlier in the push. */
  | { readonly outcome: 'REPEATED'; readonly saleId: string }
  | { readonly outcome: 'WAITS' }
  | { readonly outcome: 'REFUSED' };

/** What becomes of a push, sale by sale in the order of the push, and what is to be said about it. */
export interface SortedOut {
  readonly fates: readonly Fate[];
  readonly errors: readonly UserError[];
  /** The number that comes next when the fresh ones are recorded. */
  readonly next: number;
}

/**
 * Sorts out a push: what is new and follows without a gap, what is a repetition, what waits for a missing number, and what is refused
 * because it cannot be read or its id or number stands for another sale. Of those that wait the first is told of.
 */
export function sortOut(given: readonly Given[], known: readonly KnownSale[], last: number): SortedOut {
  const byId = new Map(known.map((sale) => [sale.clientId, sale]));
  const byNumber = new Map(known.map((sale) => [sale.sequence, sale.clientId]));
  const fates: Fate[] = [];
  const errors: UserError[] = [];
  let next = last + 1;
  let gapTold = false;
  const fateOf = ({ index, saleId, sequence, read }: Given): Fate => {
    if (read instanceof Error) {
      errors.push(read);
      return { outcome: 'REFUSED' };
    }
    const same = byId.get(saleId);
    if (same) {
      if (same.hash === read.hash) return { outcome: 'REPEATED', saleId };
      errors.push(otherSale(['sales', index, 'saleId'], same.sequence));
      return { outcome: 'REFUSED' };
    }
    const holder = byNumber.get(sequence);
    if (holder !== undefined) {
      errors.push(numberTaken(['sales', index, 'sequence'], holder, next));
      return { outcome: 'REFUSED' };
    }
    if (sequence !== next) {
      if (!gapTold) errors.push(missingBefore(['sales', index, 'sequence'], next, sequence));
      gapTold = true;
      return { outcome: 'WAITS' };
    }
    byId.set(saleId, { id: '', clientId: saleId, sequence, hash: read.hash });
    byNumber.set(sequence, saleId);
    next += 1;
    return { outcome: 'FRESH', sale: read.sale, hash: read.hash };
  };
  // in the order of their numbers, whatever the order of the push
  for (const each of given.toSorted((a, b) => a.sequence - b.sequence || a.index - b.index)) fates[each.index] = fateOf(each);
  return { fates, errors, next };
}
