import { setTimeout as pause } from 'node:timers/promises';
import { Pool, type PoolConfig, type QueryResult } from 'pg';
import { UserError } from '#kernel';
import { Conflict, mayRetry } from './conflict.js';
import { Lanes } from './lanes.js';
import { PreparedQuery } from './prepared-query.js';
import type { Statement, Value, Write } from './statement.js';

/** Connections that the quick reads of a process share: each keeps a core of the database busy. */
const laneCount = 2;

/** Optimistic tries before a decision waits for its turn. */
const optimisticTries = 2;
/** Tries in all: under the lock only writers that did not come to wait can still be in the way. */
const tries = 12;

/**
 * Statements are planned once per connection: theirs is always the plan by index, and planning the reads of the hot verbs anew
 * costs more than running them. None is long enough for compiling to pay.
 */
const planning = '-c plan_cache_mode=force_generic_plan -c jit=off';

/** A machine that is lost in the middle of a transaction lets go of the rows that others wait for, within seconds. */
const vigilance = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';
const patience = '-c idle_in_transaction_session_timeout=15s';

/** Is told of every statement as it is sent: its name, and the promise of its answer, which it must neither change nor keep. */
export type StatementWatch = (name: string, answer: Promise<unknown>) => void;

/** PostgreSQL as the libs see it: prepared reads, lists of writes, and decisions that are tried again. */
export class Database {
  readonly pool: Pool;
  private readonly lanes: Lanes;
  /** Connections that only hold locks, so that waiting for a turn never starves the work itself. */
  private readonly turns: Pool;
  private readonly onLane: Sending = (query) => this.lanes.query(query);
  // given a query, the pool answers with a promise, whatever its types say
  private readonly onPool: Sending = (query) => this.pool.query(query) as unknown as Promise<QueryResult>;
  private watches: readonly StatementWatch[] = [];

  constructor(config: PoolConfig) {
    // `pipeline`: the statements of one transaction are sent without waiting for each other's answers
    const settings = { ...config, options: `${planning} ${vigilance} ${patience}`, ...{ pipeline: true } };
    this.pool = new Pool(settings);
    const shared = new Pool({ ...settings, max: laneCount });
    this.lanes = new Lanes(shared);
    // whoever waits for a turn waits as long as it takes
    this.turns = new Pool({ ...config, options: vigilance, max: 4, statement_timeout: false });
    // a connection that dies is replaced by the pool; the statement that needs it says what is wrong
    for (const pool of [this.pool, shared, this.turns]) {
      pool.on('error', () => undefined);
      pool.on('connect', (client) => client.on('error', () => undefined));
    }
  }

  /** Has every statement from now on told to somebody; nobody listening costs nothing. */
  watch(watch: StatementWatch): void {
    this.watches = [...this.watches, watch];
  }

  /** Runs one prepared statement and returns its rows. */
  async read<Row>(statement: Statement<Row>, values: readonly Value[] = []): Promise<Row[]> {
    const send = statement.quick ? this.onLane : this.onPool;
    return (await this.send(send, statement, values)).rows as Row[];
  }

  /**
   * Makes all the writes or none, and returns the rows of each.
   * A single write commits by itself; several go as one transaction, in one message.
   * @throws Conflict when a write touches another number of rows than it promised
   */
  async commit(writes: readonly Write[]): Promise<unknown[][]> {
    const [only] = writes;
    if (!only) return [];
    if (writes.length > 1) return this.transaction(writes, 'COMMIT');
    // alone it can only promise by its own text: what it did is done when its answer arrives
    const result = await this.send(this.onPool, only.statement, only.values);
    keepsPromise(only, result);
    return [result.rows];
  }

  /** Does everything that `commit` would, and undoes it: a dry run. */
  async rehearse(writes: readonly Write[]): Promise<unknown[][]> {
    return this.transaction(writes, 'ROLLBACK');
  }

  /**
   * Load, decide, commit: run twice in the hope that nobody interferes, then again in turn with
   * the others that want the same `key`. @throws UserError BUSY when that did not help either
   */
  async deciding<T>(key: string, decide: () => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= optimisticTries; attempt++) {
      try {
        return await decide();
      } catch (error) {
        if (!mayRetry(error)) throw error;
      }
    }
    return this.inTurn(key, async () => {
      for (let attempt = optimisticTries + 1; attempt <= tries; attempt++) {
        try {
          return await decide();
        } catch (error) {
          if (!mayRetry(error)) throw error;
          await pause(Math.random() * 2 ** attempt);
        }
      }
      throw new UserError('BUSY', 'too many others are changing this at the moment; try again');
    });
  }

  /** Runs the work while holding a lock that all processes share. */
  async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const client = await this.turns.connect();
    let broken: Error | undefined;
    try {
      await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
      return await work();
    } finally {
      await client
        .query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
        .catch((error: unknown) => (broken = asError(error)));
      client.release(broken);
    }
  }

  /** Lets go of every connection; waits for what is running. */
  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.lanes.close(), this.turns.end()]);
  }

  private async transaction(writes: readonly Write[], ending: 'COMMIT' | 'ROLLBACK'): Promise<unknown[][]> {
    const client = await this.pool.connect();
    const onClient: Sending = (query) => query.sentOn(client);
    let broken: Error | undefined;
    try {
      const answers = await Promise.allSettled([
        client.query('BEGIN'),
        ...writes.map((write) => this.send(onClient, write.statement, write.values)),
      ]);
      // in the order of the writes: a broken promise explains the errors of the writes behind it
      const results = answers.map((answer, index) => {
        if (answer.status === 'rejected') throw answer.reason;
        const write = writes[index - 1];
        if (write) keepsPromise(write, answer.value);
        return answer.value;
      });
      const ended = client.query(ending);
      this.tell(ending.toLowerCase(), ended);
      await ended;
      return results.slice(1).map((result) => result.rows as unknown[]);
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: unknown) => (broken = asError(failure)));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private send(send: Sending, statement: Statement<unknown>, values: readonly Value[]): Promise<QueryResult> {
    const answer = send(new PreparedQuery(statement, values));
    this.tell(statement.name, answer);
    return answer;
  }

  private tell(name: string, answer: Promise<unknown>): void {
    for (const watch of this.watches) watch(name, answer);
  }
}

/** Sends a query somewhere. */
type Sending = (query: PreparedQuery) => Promise<QueryResult>;

function keepsPromise(write: Write, result: QueryResult | undefined): void {
  if (write.rows !== null && result?.rowCount !== write.rows) throw new Conflict(write.statement.name);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
