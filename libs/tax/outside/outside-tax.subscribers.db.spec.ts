import { ConsumerRegistry, NotYet, type Effects, type StoredEvent } from '#events';
import { currencyOf, type Id } from '#kernel';
import { Config } from '#platform/config';
import { usingDatabase } from '../../../test/support/database.js';
import { TestTaxEngine } from '../../../test/support/tax-engine.js';
import { keepingAsked, taxesOfOrders } from './order-answer.repository.js';
import { OutsideTaxService } from './outside-tax.service.js';
import { OutsideTaxSubscribers } from './outside-tax.subscribers.js';
import type { TaxQuestion } from './provider.js';

const postgres = usingDatabase();
const order = 'ord_00000000000000000000000001' as Id<'order'>;
const question: TaxQuestion = {
  currency: currencyOf('USD'),
  at: 0,
  from: 'US',
  to: { country: 'US', region: 'NY', postcode: '10001' },
  charges: [{ id: 'line_a', taxClass: 'standard', quantity: 1000n, amount: 1000n, entry: 'NET', relief: null }],
};

/** Statements without a delivery round them. */
const effects: Effects = {
  read: (statement, values) => postgres.database.read(statement, values),
  write: (writes) => postgres.database.commit(writes),
};

function heard(type: 'order.placed' | 'order.cancelled'): StoredEvent {
  return {
    ...{ id: 'evt_1' as Id<'event'>, type, aggregateType: 'order', aggregateId: order, aggregateVersion: 1n, schemaVersion: 1 },
    payload: {
      ...{ orderId: order, number: '1', cartId: null, channelId: 'chan_1', reason: 'REQUESTED', wasPlaced: true },
      ...{ currency: 'USD', net: '10.00', tax: '1.00', total: '11.00', lines: [] },
    },
    occurredAt: new Date(),
    ...{ actor: 'guest', onBehalfOf: null, channel: 'web', correlation: null, causation: null },
  };
}

let engine: TestTaxEngine;
let outside: OutsideTaxService;
let consumer: OutsideTaxSubscribers;

beforeAll(async () => {
  engine = await TestTaxEngine.start();
  outside = new OutsideTaxService(postgres.database, new Config({ NODE_ENV: 'test', TAX_ENGINE_URL: engine.url }));
  consumer = new OutsideTaxSubscribers(new ConsumerRegistry(), outside);
  await postgres.database.pool.query('alter table order_tax_answer drop constraint order_tax_answer_order_id_fkey');
});
afterAll(() => engine.close());

beforeEach(async () => {
  engine.mood = 'WELL';
  engine.told.clear();
  await postgres.database.pool.query('truncate order_tax_answer, tax_answer');
});

const stateOf = async () => (await taxesOfOrders(postgres.database, [order])).map(({ state }) => state);

/** Keeps with the order what the engine answers now. */
async function answered(): Promise<void> {
  const { charges, ...asked } = question;
  const basket = charges.map(({ taxClass, ...charge }) => ({ ...charge, taxClassId: taxClass as Id<'taxClass'> }));
  await postgres.database.commit([keepingAsked(await outside.ask('http', { ...asked, charges: basket }), order)]);
}

test('an engine is told that an order stands, and that it was called off, each once', async () => {
  await answered();
  expect(await stateOf()).toEqual(['PROVISIONAL']);
  await consumer.hear(heard('order.placed'), effects);
  await consumer.hear(heard('order.placed'), effects);
  expect(await stateOf()).toEqual(['COMMITTED']);
  await consumer.hear(heard('order.cancelled'), effects);
  await consumer.hear(heard('order.cancelled'), effects);
  expect(await stateOf()).toEqual(['VOIDED']);
  expect([...engine.told].map(([key, { times }]) => [key, times])).toEqual([
    [`commit-${order}`, 1],
    [`void-${order}`, 1],
  ]);
});

test('what it does not take is told again, and is not taken for told meanwhile', async () => {
  await answered();
  engine.mood = 'BROKEN';
  await expect(consumer.hear(heard('order.placed'), effects)).rejects.toThrow('503');
  engine.mood = 'SILENT';
  await expect(consumer.hear(heard('order.placed'), effects)).rejects.toThrow('in time');
  expect(await stateOf()).toEqual(['PROVISIONAL']);
  engine.mood = 'WELL';
  await consumer.hear(heard('order.placed'), effects);
  expect(await stateOf()).toEqual(['COMMITTED']);
});

test('an engine that has taken nothing five times in a row is left alone, and nobody is to blame for what waits', async () => {
  const tiring = new OutsideTaxSubscribers(
    new ConsumerRegistry(),
    new OutsideTaxService(postgres.database, new Config({ NODE_ENV: 'test', TAX_ENGINE_URL: engine.url })),
  );
  await answered();
  engine.mood = 'BROKEN';
  for (let times = 0; times < 5; times++) await expect(tiring.hear(heard('order.placed'), effects)).rejects.toThrow('503');
  engine.mood = 'WELL';
  await expect(tiring.hear(heard('order.placed'), effects)).rejects.toThrow(NotYet);
  expect([await stateOf(), engine.told.size]).toEqual([['PROVISIONAL'], 0]);
});

test('what an engine refuses of one buyer or order takes it from no other', async () => {
  const strict = new OutsideTaxService(postgres.database, new Config({ NODE_ENV: 'test', TAX_ENGINE_URL: engine.url }));
  const told = { orderId: 'ord_1', question, answer: { reference: 'r', charges: [] } };
  engine.mood = 'PICKY';
  for (let times = 0; times < 6; times++) {
    expect(await strict.assess('http', question)).toEqual({ source: 'TABLES', reason: 'REFUSED' });
    await expect(strict.tell('http', 'commit', told)).rejects.toThrow('422');
  }
  engine.mood = 'WELL';
  expect(await strict.assess('http', question)).toMatchObject({ source: 'PROVIDER' });
  await strict.tell('http', 'commit', told);
  expect(engine.told.size).toBe(1);
});

test('of an order that never stood nothing is told, nor of one that it has not answered', async () => {
  await answered();
  await consumer.hear(heard('order.cancelled'), effects);
  expect(await stateOf()).toEqual(['VOIDED']);
  await postgres.database.pool.query('truncate order_tax_answer, tax_answer');
  engine.mood = 'BROKEN';
  await answered();
  engine.mood = 'WELL';
  await consumer.hear(heard('order.placed'), effects);
  expect(await stateOf()).toEqual(['MISSING']);
  await postgres.database.pool.query('truncate order_tax_answer');
  await consumer.hear(heard('order.placed'), effects);
  expect(engine.told.size).toBe(0);
});
