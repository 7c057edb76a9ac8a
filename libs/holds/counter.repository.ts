import type { Quantity } from '#kernel';
import { statement, type Write } from '#platform/db';

/** A counter as Postgres returns it from the hold functions: bigints as text. */
export interface CounterRow {
  readonly counter_id: string;
  readonly capacity: string;
  readonly overdraft: string;
  readonly pending: string;
  readonly posted: string;
  readonly version: string;
  /** How much this call has claimed, posted or freed. */
  readonly quantity: string;
}

const setCapacity = statement<{ excess: string }>(
  'holds.set-capacity',
  `insert into counter as c (id, capacity, version) values ($1, $2, 1)
   on conflict (id) do update set
     capacity = excluded.capacity,
     excess = greatest(0, c.pending + c.posted - excluded.capacity - c.overdraft),
     version = c.version + 1
   returning excess`,
);

/** Makes the counter or changes how much it has to give; a capacity below what is promised becomes its excess. Not for stock. */
export function settingCapacity(counterId: string, capacity: Quantity): Write {
  return setCapacity.with([counterId, capacity.toString()], { rows: 1 });
}

/** SQL for what can still be claimed of a row of `counter` under this alias by a claim that keeps nothing back. */
export function claimable(alias: string): string {
  return `greatest(0, ${alias}.capacity + ${alias}.overdraft - ${alias}.pending - ${alias}.posted)`;
}

/** What an owner took of a counter as a fact. */
export interface TakenRow {
  readonly owner: string;
  readonly counter_id: string;
  readonly quantity: string;
  /** How much of it there was no room for. */
  readonly beyond: string;
}

/** SQL: the `TakenRow`s of facts that take from counters whatever is left of them; parameters: owners, counters, quantities. */
export function takenRows(owners: string, counters: string, quantities: string): string {
  return `hold_take(${owners}, ${counters}, ${quantities})`;
}
