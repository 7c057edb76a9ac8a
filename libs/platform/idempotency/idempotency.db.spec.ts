import { type Context, currencyOf, type Id, stranger } from '#kernel';
import { statement } from '#platform/db';
import { usingDatabase } from '../../../test/support/database.js';
import { idempotently } from './idempotency.js';

const postgres = usingDatabase();

const context = (name: string): Context => ({
  actor: { kind: 'system', name },
  channel: {
    id: 'chan_x' as Id<'channel'>,
    code: 'web',
    currencies: [currencyOf('EUR')],
    locales: ['en'],
    country: 'DE',
    locationIds: [],
    paymentProviders: [],
    safetyStock: 0n,
    taxEntry: 'GROSS',
    taxProvider: 'table',
    taxFailure: 'REFUSE',
  },
  currency: currencyOf('EUR'),
  locales: ['en'],
  buyer: stranger,
  requestId: 'req',
});

const bump = statement<never>('test.bump', 'update revision set version = version + 1 where topic = $1');

let topics = 0;
async function aTopic(): Promise<string> {
  topics += 1;
  const topic = `topic-${String(topics)}`;
  await postgres.database.pool.query('insert into revision (topic, version) values ($1, 0)', [topic]);
  return topic;
}

async function versionOf(topic: string): Promise<string> {
  const { rows } = await postgres.database.pool.query<{ version: string }>('select version from revision where topic = $1', [
    topic,
  ]);
  return rows[0]?.version ?? '';
}

function bumping(topic: string, key: string | null, input: unknown, actor = 'a'): Promise<{ by: string }> {
  return idempotently<{ by: string }>(postgres.database, context(actor), 'bump', key, input, async (remembering) => {
    const result = { by: topic };
    await postgres.database.commit([...remembering(result), bump.with([topic], { rows: 1 })]);
    return result;
  });
}

it('has the effect of one, however often it is asked', async () => {
  const topic = await aTopic();
  for (let turn = 0; turn < 3; turn++) expect(await bumping(topic, 'k1', { x: 1 })).toEqual({ by: topic });
  expect(await versionOf(topic)).toBe('1');
});

it('has the effect of one when 20 ask at once', async () => {
  const topic = await aTopic();
  const answers = await Promise.all(Array.from({ length: 20 }, () => bumping(topic, 'k2', { x: 1 })));
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ by: topic })));
  expect(await versionOf(topic)).toBe('1');
});

it('refuses the key for another input, and does nothing', async () => {
  const topic = await aTopic();
  await bumping(topic, 'k3', { x: 1 });
  await expect(bumping(topic, 'k3', { x: 2 })).rejects.toMatchObject({ code: 'KEY_REUSED', path: ['idempotencyKey'] });
  expect(await versionOf(topic)).toBe('1');
});

it('is a key of the actor who made it', async () => {
  const topic = await aTopic();
  await bumping(topic, 'k4', { x: 1 }, 'a');
  await bumping(topic, 'k4', { x: 2 }, 'b');
  expect(await versionOf(topic)).toBe('2');
});

it('keeps no key of what was refused', async () => {
  const topic = await aTopic();
  const nowhere = idempotently<{ by: string }>(postgres.database, context('a'), 'bump', 'k5', {}, async (remembering) => {
    await postgres.database.commit([...remembering({ by: 'no' }), bump.with(['nowhere'], { rows: 1 })]);
    return { by: 'no' };
  });
  await expect(nowhere).rejects.toThrow('test.bump met another state');
  expect(await bumping(topic, 'k5', {})).toEqual({ by: topic });
  expect(await versionOf(topic)).toBe('1');
});

it('just runs without a key', async () => {
  const topic = await aTopic();
  await bumping(topic, null, {});
  await bumping(topic, null, {});
  expect(await versionOf(topic)).toBe('2');
  await expect(bumping(topic, '', {})).rejects.toMatchObject({ code: 'INVALID' });
});
