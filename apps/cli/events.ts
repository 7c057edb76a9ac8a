import { Command } from 'commander';
import { DeliveryService, HistoryRepository } from '#events';
import { UserError } from '#kernel';
import { columns } from './columns.js';
import { withApplication } from './with-application.js';

/** Parked deliveries that are shown at a time. */
const mostShown = 100;

/** The events of one thing that are looked back at. */
const mostOfOne = 100;

/** `events of|parked|replay|forget`: what was told, what consumers could not take, and what becomes of it. */
export function eventsCommand(): Command {
  const command = new Command('events').description('what was told, and deliveries that wait for an operator');
  command
    .command('of')
    .description('what was told of some things, in the order in which it happened')
    .argument('<aggregates...>', 'their ids, such as ord_…')
    .action((aggregates: string[]) =>
      withApplication((app) => tellHistory(app.get(HistoryRepository, { strict: false }), aggregates)),
    );
  command
    .command('parked')
    .description('deliveries that failed too often, the longest parked first')
    .option('--consumer <name>', 'of this consumer alone')
    .action(({ consumer }: { consumer?: string }) =>
      withDeliveries(consumer, async (deliveries) => {
        const parked = await deliveries.parked(consumer ?? null, mostShown + 1);
        const rows = parked
          .slice(0, mostShown)
          .map((each) => [
            each.consumer,
            each.aggregateId,
            each.aggregateVersion.toString(),
            each.type,
            `${each.parkedAt.toISOString()} (${ageOf(each.parkedAt)})`,
            each.attempts.toString(),
            each.error.replace(/\s+/g, ' '),
          ]);
        if (rows.length === 0) console.log('Nothing is parked.');
        else
          for (const line of columns(['consumer', 'aggregate', 'version', 'event', 'parked', 'attempts', 'error'], rows))
            console.log(line);
        if (parked.length > mostShown) console.log(`… and more than these ${mostShown.toString()}.`);
      }),
    );
  command
    .command('replay')
    .description('try parked deliveries again from now on, and what waits behind them')
    .argument('<consumer>', 'whose deliveries')
    .argument('[aggregate]', 'of this aggregate alone, such as ord_…')
    .action((consumer: string, aggregate?: string) =>
      withDeliveries(consumer, async (deliveries) => {
        const count = await deliveries.replay(consumer, aggregate ?? null);
        if (count === 0 && aggregate !== undefined)
          throw new UserError('NOT_FOUND', `nothing of ${aggregate} is parked for ${consumer}`);
        console.log(`${counted(count)} of ${consumer} will be tried again.`);
      }),
    );
  command
    .command('forget')
    .description('drop a consumer that is gone for good, with all that waits for it')
    .argument('<consumer>', 'its name')
    .action((consumer: string) =>
      withDeliveries(consumer, async (deliveries) => {
        const count = await deliveries.forget(consumer);
        console.log(`${consumer} is forgotten, and ${counted(count)} dropped with it.`);
      }),
    );
  return command;
}

async function tellHistory(history: HistoryRepository, aggregates: readonly string[]): Promise<void> {
  const happened = await history.of(aggregates, mostOfOne);
  const rows = happened.map((each) => [
    each.occurredAt.toISOString(),
    each.type,
    each.aggregateId,
    each.aggregateVersion.toString(),
    each.actor,
    each.relayed ? 'yes' : 'no',
  ]);
  if (rows.length === 0) console.log('Nothing was told of that.');
  else for (const line of columns(['when', 'event', 'aggregate', 'version', 'who', 'relayed'], rows)) console.log(line);
}

/** @throws UserError NOT_FOUND when a consumer is named that nobody has announced */
function withDeliveries(consumer: string | undefined, work: (deliveries: DeliveryService) => Promise<void>): Promise<void> {
  return withApplication(async (app) => {
    const deliveries = app.get(DeliveryService, { strict: false });
    const known = await deliveries.consumers();
    if (consumer !== undefined && !known.includes(consumer)) {
      const others = known.length > 0 ? `those there are: ${known.join(', ')}` : 'no worker has announced any yet';
      throw new UserError('NOT_FOUND', `there is no consumer ${consumer}; ${others}`);
    }
    await work(deliveries);
  });
}

/** How long ago something was, for a person: `7 min`, `5 h`, `3 d`. */
function ageOf(then: Date): string {
  const minutes = Math.max(0, Math.round((Date.now() - then.getTime()) / 60_000));
  if (minutes < 120) return `${minutes.toString()} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60).toString()} h` : `${Math.round(minutes / 1440).toLocaleString('en')} d`;
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'delivery' : 'deliveries'}`;
}
