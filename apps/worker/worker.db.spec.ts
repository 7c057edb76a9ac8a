import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Json } from '../../test/support/api.js';
import { expectBooksToBalance } from '../../test/support/books.js';
import { aReadyCart, place } from '../../test/support/buyer.js';
import { aShop } from '../../test/support/plan.js';
import { orderById } from '../../test/support/requests.js';
import { usingShop } from '../../test/support/shop.js';
import { WorkerModule } from './worker.module.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 10 } } }));
let workers: INestApplicationContext[];

beforeAll(async () => {
  Object.assign(process.env, { SWEEP_SECONDS: '1', PAYMENT_SILENCE_SECONDS: '1' });
  workers = await Promise.all([1, 2].map(() => NestFactory.createApplicationContext(WorkerModule, { logger: false })));
});

test('two workers beside each other settle what no request finishes, once, and stop when they are asked to', async () => {
  const { ask, postgres } = shop();
  const { nodes } = await ask('{ products(first: 1) { nodes { variants { id } } } }');
  const variantId: string = nodes[0].variants[0].id;
  const orders = await Promise.all(
    ['timeout', 'timeout-declined'].map(async (instrument): Promise<string> => {
      const { order } = await place(ask, await aReadyCart(ask, { lines: { [variantId]: '1' } }), `key-${instrument}`, instrument);
      return order.id;
    }),
  );
  const found = (): Promise<Json[]> => Promise.all(orders.map((id) => ask(orderById, { id })));
  const counted = async (): Promise<Json> => (await postgres.database.pool.query('select placed, cancelled from sales_day')).rows;
  for (const end = Date.now() + 12_000; Date.now() < end && (await counted()).length === 0;) await pause(100);
  expect(await found()).toMatchObject([
    { state: 'PLACED', payments: [{ state: 'CAPTURED' }] },
    { state: 'PENDING', payments: [{ state: 'FAILED' }] },
  ]);
  expect(await counted()).toEqual([{ placed: 1, cancelled: 0 }]);

  await postgres.database.pool.query(`update orders set expires_at = now() where id = $1`, [orders[1]]);
  for (const end = Date.now() + 5000; Date.now() < end && (await found())[1].state === 'PENDING';) await pause(100);
  expect((await found())[1]).toMatchObject({ state: 'CANCELLED', cancelReason: 'EXPIRED' });

  await Promise.all(workers.map((worker) => worker.close()));
  const { order } = await place(ask, await aReadyCart(ask, { lines: { [variantId]: '1' } }), 'key-after', 'timeout');
  await pause(2500);
  expect(await ask(orderById, { id: order.id })).toMatchObject({ state: 'PENDING' });
  await expectBooksToBalance(postgres.database);
});
