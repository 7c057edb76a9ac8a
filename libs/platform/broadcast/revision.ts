import { statement, type Database, type Write } from '#platform/db';

const bump = statement<{ version: string }>(
  'revision.bump',
  `insert into revision (topic, version) values ($1, 1)
   on conflict (topic) do update set version = revision.version + 1 returning version`,
);
const read = statement<{ version: string }>('revision.read', 'select version from revision where topic = $1');

/** SQL: how often the topic has changed, for a read that says by which version it is current. */
export function revisionColumn(topic: string): string {
  return `coalesce((select revision.version from revision where revision.topic = '${topic}'), 0)`;
}

/** Counts the topic up in the transaction of the change; `Broadcast.publish` after it makes others look soon. */
export function revise(topic: string): Write {
  return bump.with([topic], { rows: 1 });
}

/** How often the topic has changed: what was derived from an older version is out of date. */
export async function revisionOf(database: Database, topic: string): Promise<bigint> {
  const [row] = await database.read(read, [topic]);
  return BigInt(row?.version ?? 0);
}

/**
 * The writes of several verbs as one transaction makes them: each topic is counted up once, after everything else. Others wait at
 * the counted topics, and whoever waits there must hold nothing that is still to be written here.
 */
export function countedLast(writes: readonly Write[]): Write[] {
  const isCount = ({ statement: { name } }: Write): boolean => name === bump.name;
  const topics = new Set(writes.filter(isCount).map(({ values }) => values[0] as string));
  return [...writes.filter((write) => !isCount(write)), ...[...topics].sort().map(revise)];
}
