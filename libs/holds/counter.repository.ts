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

const ensureCapacities = statement<never>(
  'holds.ensure-capacities',
  `insert into counter as c (id, capacity, version)
   select id, capacity, 1 from unnest($1::text[], $2::bigint[]) wanted(id, capacity) order by id
   on conflict (id) do update set
     capacity = excluded.capacity,
     excess = greatest(0, c.pending + c.posted - excluded.capacity - c.overdraft),
     version = c.version + 1`,
);

/**
 * Makes counters that there may not be yet, or says how much they have to give from now on: one statement before the claim of them,
 * in its transaction. They stay locked from then on, so their ids sort before those of all others that are claimed with them.
 */
export function ensuringCapacities(wanted: readonly { readonly counterId: string; readonly capacity: Quantity }[]): Write {
  const capacities = wanted.map(({ capacity }) => capacity.toString());
  return ensureCapacities.with([wanted.map(({ counterId }) => counterId), capacities], { rows: wanted.length });
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
