import { Redis } from 'ioredis';
import { Log } from '#platform/log';
import { Queues } from '#platform/queue';
import { graded, levelOf, ok, wrong, type Finding } from './finding.js';

/** The oldest Redis that BullMQ works with. */
const oldest = [6, 2] as const;

/** Looks at Redis and at how much waits in the queues; null: none is configured. */
export async function examineRedis(url: string | null, queues: readonly string[]): Promise<Finding[]> {
  if (url === null) return [ok('redis', 'None is named: deliveries are polled from the database.')];
  const { host } = new URL(url);
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 3000, maxRetriesPerRequest: 0 });
  let reason = '';
  redis.on('error', (error: Error) => (reason = error.message));
  try {
    await redis.connect();
    const facts = factsOf(await redis.info());
    return [version(facts, host), eviction(facts), await depth(url, queues)];
  } catch (error) {
    reason ||= error instanceof Error ? error.message : String(error);
    return [
      wrong('bad', 'redis', `Redis at ${host} cannot be used (${reason}).`, 'Start it, or correct REDIS_URL, or unset it.'),
    ];
  } finally {
    redis.disconnect();
  }
}

/** What INFO says, by name. */
function factsOf(info: string): ReadonlyMap<string, string> {
  return new Map(
    info.split(/\r?\n/).flatMap((line) => [line.split(':')].filter((parts): parts is [string, string] => parts.length > 1)),
  );
}

function version(facts: ReadonlyMap<string, string>, host: string): Finding {
  const name = facts.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = name.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return ok('redis', `Redis ${name} answers at ${host}.`);
  return wrong('bad', 'redis', `Redis ${name} at ${host} is older than ${oldest.join('.')}.`, 'Upgrade it.');
}

function eviction(facts: ReadonlyMap<string, string>): Finding {
  const policy = facts.get('maxmemory_policy') ?? 'unknown';
  if (policy === 'noeviction') return ok('redis memory', 'Redis throws nothing away (noeviction).');
  const mend = 'Set maxmemory-policy noeviction: BullMQ loses jobs otherwise.';
  return wrong(
    policy === 'unknown' ? 'warn' : 'bad',
    'redis memory',
    `Redis may throw jobs away (maxmemory-policy ${policy}).`,
    mend,
  );
}

async function depth(url: string, names: readonly string[]): Promise<Finding> {
  const queues = new Queues(url, new Log('silent'));
  try {
    const counts = await Promise.all(
      names.map(async (name) => ({ name, count: await queues.queue(name).getJobCountByTypes('waiting', 'delayed', 'active') })),
    );
    const [deepest] = counts.toSorted((a, b) => b.count - a.count);
    if (!deepest || deepest.count === 0) return ok('queues', `${names.length.toString()} queues, all empty.`);
    const says = `${counts.reduce((sum, { count }) => sum + count, 0).toString()} jobs wait, most of them in ${deepest.name} (${deepest.count.toString()}).`;
    return graded(
      levelOf(deepest.count, 1000, 100_000),
      'queues',
      says,
      'Start more workers; for an outside consumer, its own program.',
    );
  } finally {
    await queues.close();
  }
}
