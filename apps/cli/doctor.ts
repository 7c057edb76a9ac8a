import { Command } from 'commander';
import { Config, StartupError } from '#platform/config';
import { keptServers } from '#platform/servers';
import { examineDatabase } from './doctor/database.js';
import { fromSentence, linesOf, wrong, type Finding } from './doctor/finding.js';
import { examineMachine } from './doctor/machine.js';
import { examineNews } from './doctor/news.js';
import { examineRedis } from './doctor/redis.js';

/** `doctor`: what is well here and what is not, with how to mend it. It starts nothing and changes nothing. */
export function doctorCommand(ended: (code: number) => void): Command {
  return new Command('doctor')
    .description('say what is well and what is not, and how to mend it; exit code 1 when something is bad')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine();
      const healthy = findings.every(({ level }) => level !== 'bad');
      if (json) console.log(JSON.stringify({ healthy, findings }, null, 2));
      else for (const line of linesOf(findings)) console.log(line);
      ended(healthy ? 0 : 1);
    });
}

async function examine(): Promise<Finding[]> {
  let config: Config;
  try {
    config = new Config(process.env);
  } catch (error) {
    if (error instanceof StartupError) return [fromSentence('configuration', error.message)];
    throw error;
  }
  const machine = await examineMachine(config);
  const kept = keptServers();
  const named = config.databaseUrl !== null;
  const databaseUrl = config.databaseUrl ?? kept.databaseUrl;
  const redisUrl = config.redisUrl ?? (named ? null : kept.redisUrl);
  const asleep = 'No DATABASE_URL, and the embedded PostgreSQL of npm start does not run.';
  const start = 'Nothing to mend, if that is meant: npm start starts it. Else name a PostgreSQL in DATABASE_URL.';
  if (databaseUrl === null) return [...machine, wrong('warn', 'database', asleep, start)];
  const database = await examineDatabase(databaseUrl, config);
  const unreachable = database.findings.length === 1;
  if (!named && unreachable) return [...machine, wrong('warn', 'database', asleep, start)];
  const news = database.migrated ? await examineNews(databaseUrl) : { findings: [], queues: [] };
  return [...machine, ...database.findings, ...news.findings, ...(await examineRedis(redisUrl, news.queues))];
}
