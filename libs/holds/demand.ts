import type { Quantity } from '#kernel';

/** What is asked of one counter. Several demands on the same counter are added up before anything is claimed. */
export interface Demand {
  /** `stock:<variant>:<location>`, `promotion:<promotion>`. */
  readonly counterId: string;
  readonly quantity: Quantity;
  /** What must be left over for others (a channel's safety stock); none: 0. */
  readonly keep?: Quantity;
}

/** Why a claim was refused: the first counter, in the order of ids, that has less than was asked. */
export interface Shortage {
  readonly counterId: string;
  readonly asked: Quantity;
  /** What could have been claimed; never below zero. */
  readonly available: Quantity;
}

/** The arrays that the SQL function hold_claim takes: counters, quantities, kept back; position by position. */
export function demandArrays(demand: readonly Demand[]): [string[], string[], string[]] {
  return [
    demand.map(({ counterId }) => counterId),
    demand.map(({ quantity }) => quantity.toString()),
    demand.map(({ keep }) => (keep ?? 0n).toString()),
  ];
}
