import type { Id } from '#kernel';
import { statement, type Write } from '#platform/db';
import type { Entry } from './entry.js';

/** The sum of an account in one currency, as Postgres returns it. */
export interface BalanceRow {
  readonly account: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
}

const record = statement<never>(
  'ledger.record',
  `insert into posting (entry_id, position, account, amount, currency, order_id, line_id, quantity)
   select * from unnest($1::text[], $2::int[], $3::text[], $4::numeric[], $5::text[], $6::text[], $7::text[], $8::bigint[])`,
);

const sums =
  'coalesce(sum(amount) filter (where amount > 0), 0) as debit, coalesce(-sum(amount) filter (where amount < 0), 0) as credit';

/** Every account's debits and credits, per currency. */
export const trialBalance = statement<BalanceRow>(
  'ledger.trial-balance',
  `select account, currency, ${sums} from posting group by account, currency order by currency, account`,
);

/** The debits and credits of an order, by account. */
export const orderBalance = statement<BalanceRow>(
  'ledger.order-balance',
  `select account, currency, ${sums} from posting where order_id = $1 group by account, currency order by currency, account`,
);

/** Writes the entries, all postings in one insert. */
export function posting(entries: readonly Entry[]): Write {
  const rows = entries.flatMap((entry) => entry.postings.map((posting, position) => ({ entry, posting, position })));
  const column = <T>(value: (row: (typeof rows)[number]) => T): T[] => rows.map(value);
  return record.with(
    [
      column(({ entry }): Id<'entry'> => entry.id),
      column(({ position }) => position),
      column(({ posting }) => posting.account),
      column(({ posting }) => posting.amount.toString()),
      column(({ entry }) => entry.currency),
      column(({ entry }) => entry.orderId),
      column(({ posting }) => posting.lineId ?? null),
      column(({ posting }) => posting.quantity?.toString() ?? null),
    ],
    { rows: rows.length },
  );
}
