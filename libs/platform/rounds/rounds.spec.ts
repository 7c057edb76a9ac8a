import { setTimeout as pause } from 'node:timers/promises';
import { Rounds } from './rounds.js';

class Counting extends Rounds {
  rounds = 0;
  batches = 0;

  constructor(private readonly batch: () => Promise<boolean>) {
    super(5);
  }

  async round(): Promise<void> {
    this.rounds += 1;
    await this.whileMore(() => {
      this.batches += 1;
      return this.batch();
    });
  }
}

test('a round that fails is made up for by the next', async () => {
  const counting = new Counting(() => Promise.reject(new Error('no database')));
  counting.onModuleInit();
  while (counting.rounds < 3) await pause(1);
  await counting.beforeApplicationShutdown();
  const { rounds } = counting;
  await pause(20);
  expect(counting.rounds).toBe(rounds);
});

test('rounds do not overlap, and one that has more to do ends after the batch under way when the process stops', async () => {
  let under = 0;
  const counting = new Counting(async () => {
    under += 1;
    await pause(10);
    under -= 1;
    return true;
  });
  counting.onModuleInit();
  while (counting.batches < 3) {
    expect(under).toBeLessThanOrEqual(1);
    await pause(1);
  }
  await counting.beforeApplicationShutdown();
  expect({ rounds: counting.rounds, under }).toEqual({ rounds: 1, under: 0 });
});
