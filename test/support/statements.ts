import type { Database } from '#platform/db';
import { onServer } from './server.js';

/** What opens and closes a transaction is no statement of its own: the drivers send it along. */
const framing = '^\\s*(begin|start transaction|commit|rollback)\\M';

/** The heartbeat: once a second every process looks whether what it knows is out of date. */
const heartbeat = '^\\s*select (topic, )?version from revision where';

/** What is believed for a second of who asks, and asked again when that is over: a session, a buyer's groups, segments and units. */
const believed = /from session (where id|s join staff)|from customer_group_member g/;

/**
 * The statements that a block of work sends to the database, one entry each time, sorted; a function's inner
 * statements, BEGIN, COMMIT and ROLLBACK, and the process's heartbeat are not among them. Nobody else may be using the database meanwhile.
 */
export async function statementsOf(database: Database, work: () => Promise<unknown>): Promise<string[]> {
  const { rows } = await database.pool.query<{ oid: string }>('select oid from pg_database where datname = current_database()');
  const oid = rows[0]?.oid;
  // asked from a connection to another database, so that asking is not counted
  return onServer(async (server) => {
    await server.query('select pg_stat_statements_reset(0, $1, 0)', [oid]);
    await work();
    const { rows: sent } = await server.query<{ query: string; calls: string }>(
      'select query, calls from pg_stat_statements where dbid = $1 and toplevel and not query ~* any($2) order by query',
      [oid, [framing, heartbeat]],
    );
    return sent.flatMap(({ query, calls }) => Array.from({ length: Number(calls) }, () => query));
  });
}

/** How many statements a block of work sends to the database, but for those that ask who asks; see `statementsOf`. */
export async function countStatements(database: Database, work: () => Promise<unknown>): Promise<number> {
  return (await statementsOf(database, work)).filter((statement) => !believed.test(statement)).length;
}
