import { BacklogRepository } from '#events';
import { pendingHolds } from '#holds';
import { Database } from '#platform/db';
import { graded, levelOf, ok, wrong, type Finding } from './finding.js';

const startWorker = 'Start a worker: npm run start:worker, or npm start.';

/** What waits to be told, heard or ended; and the queues of the consumers. */
export async function examineNews(
  url: string,
): Promise<{ readonly findings: readonly Finding[]; readonly queues: readonly string[] }> {
  const database = new Database({ connectionString: url, max: 1, application_name: 'cartwright doctor' });
  try {
    const { unrelayed, lagSeconds, relaySeated, consumers } = await new BacklogRepository(database).read();
    const { pending, overdue } = await pendingHolds(database);
    const parked = consumers.filter((each) => each.parked > 0);
    const slow = consumers.filter((each) => each.oldestSeconds >= 60);
    const findings = [
      relaySeated
        ? ok('relay', 'A relay is at work.')
        : wrong(unrelayed > 0 ? 'bad' : 'warn', 'relay', 'No relay is at work: nobody hears of what happens.', startWorker),
      graded(
        levelOf(lagSeconds, 10, 120),
        'outbox',
        unrelayed === 0
          ? 'Every event has been handed on.'
          : `${counted(unrelayed, 'event waits', 'events wait')}, the oldest for ${seconds(lagSeconds)}.`,
        relaySeated ? 'See the log of the workers; is the database overloaded?' : startWorker,
      ),
      slow.length === 0
        ? ok(
            'deliveries',
            `${counted(
              consumers.reduce((sum, { waiting }) => sum + waiting, 0),
              'is',
              'are',
            )} on the way.`,
          )
        : wrong(
            'warn',
            'deliveries',
            slow
              .map((each) => `${each.consumer} is ${seconds(each.oldestSeconds)} behind with ${each.waiting.toString()}`)
              .join('; '),
            `${startWorker} An outside consumer: start the program that takes from its queue.`,
          ),
      parked.length === 0
        ? ok('parked', 'No delivery is parked.')
        : wrong(
            'bad',
            'parked',
            `Parked: ${parked.map((each) => `${each.parked.toString()} of ${each.consumer}`).join(', ')}.`,
            'npm run cli -- events parked shows why; correct that, then npm run cli -- events replay CONSUMER.',
          ),
      graded(
        overdue > 0 ? 'warn' : 'ok',
        'holds',
        `${counted(pending, 'hold is', 'holds are')} pending, ${overdue.toString()} of them overdue.`,
        startWorker,
      ),
    ];
    return { findings, queues: consumers.flatMap(({ queues }) => queues) };
  } finally {
    await database.close();
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function seconds(count: number): string {
  return count < 120 ? `${count.toFixed(0)} s` : `${Math.round(count / 60).toLocaleString('en')} min`;
}
