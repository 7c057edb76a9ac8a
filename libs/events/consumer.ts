import type { Statement, Value, Write } from '#platform/db';
import type { StoredEvent } from './event.js';
import type { Hearing } from './hearing.js';

/** Statements in the transaction that also deletes the delivery: they count exactly once. */
export interface Effects {
  read<Row>(statement: Statement<Row>, values?: readonly Value[]): Promise<Row[]>;
  /** @throws Conflict when a write touches another number of rows than it promised */
  write(writes: readonly Write[]): Promise<unknown[][]>;
}

/** Somebody who reacts to events: each has one effect, in order per aggregate. */
export interface Consumer extends Hearing {
  /**
   * Reacts to one event. What is done through `effects` is done exactly once; whatever else is done here
   * (a call to the outside) happens at least once, with the event's id as its key.
   * @throws NotYet to hear it again later; anything else counts as a failed attempt
   */
  hear(event: StoredEvent, effects: Effects): Promise<void>;
}

/** Thrown by a consumer: nothing went wrong, but hear this again after a while. Its effects so far are undone. */
export class NotYet extends Error {
  /** @param afterwards done once the delivery is put off, so that what it sets going can call for the delivery again */
  constructor(
    readonly afterMs: number,
    readonly afterwards: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    super(`not before ${String(afterMs)} ms have passed`);
    this.name = 'NotYet';
  }
}
