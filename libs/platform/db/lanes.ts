import type { Pool, PoolClient, QueryResult } from 'pg';
import type { PreparedQuery } from './prepared-query.js';

/** One connection with what is under way on it. */
interface Lane {
  busy: number;
  client: Promise<PoolClient> | null;
  /** The answer to the last statement that was sent, behind which none is under way. */
  last: Promise<unknown>;
}

/**
 * Connections that quick reads share. Several reads are under way on each, and are sent and answered together: a busy process and its
 * database wake each other far less often than with a connection for each read.
 */
export class Lanes {
  private readonly lanes: readonly Lane[];
  private closed = false;

  /** Takes all connections of the pool as they are needed, and keeps them. */
  constructor(private readonly pool: Pool) {
    this.lanes = Array.from({ length: pool.options.max }, () => ({ busy: 0, client: null, last: Promise.resolve() }));
  }

  /** Runs the query where least is under way. */
  async query(query: PreparedQuery): Promise<QueryResult> {
    const lane = this.lanes.reduce((best, each) => (each.busy < best.busy ? each : best));
    lane.busy++;
    try {
      lane.client ??= this.connect(lane);
      const answer = lane.client.then((client) => query.sentOn(client));
      lane.last = answer;
      return await answer;
    } finally {
      lane.busy--;
    }
  }

  /** Lets go of the connections; waits for what is under way on them. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { client, last } of this.lanes) {
      await last.catch(() => undefined);
      (await client?.catch(() => null))?.release();
    }
    await this.pool.end();
  }

  private async connect(lane: Lane): Promise<PoolClient> {
    try {
      const client = await this.pool.connect();
      client.once('error', (error: Error) => {
        // one that was let go of is no longer ours to release
        if (this.closed) return;
        lane.client = null;
        client.release(error);
      });
      return client;
    } catch (error) {
      lane.client = null;
      throw error;
    }
  }
}
