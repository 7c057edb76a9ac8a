import { newId } from '#platform/ids';
import { countStatements } from '../../../test/support/statements.js';
import { aContext } from '../../../test/support/context.js';
import { usingDatabase } from '../../../test/support/database.js';
import { AccessService } from './access.service.js';
import { holderOf } from './key.js';
import { KeyRepository } from './key.repository.js';

const postgres = usingDatabase();
const context = aContext();
const service = () => new AccessService(postgres.database, new KeyRepository(postgres.database));
const rows = async () => (await postgres.database.pool.query<{ id: string }>('select * from access_key')).rows;
const channelIds = [newId('channel'), newId('channel')];
const locationId = newId('location');

test('a key is recognized by its secret, of which only the hash is kept', async () => {
  const access = service();
  const { id, secret } = await access.createKey(context, ' Till 3 ', ['MANAGE_ORDERS', 'MANAGE_STOCK']);
  const key = await access.keyOf(secret);
  expect(key).toEqual({
    id,
    kind: 'SECRET',
    name: 'Till 3',
    permissions: ['MANAGE_STOCK', 'MANAGE_ORDERS'],
    channelIds: [],
    locationId: null,
  });
  expect(key && holderOf(key)).toEqual({ kind: 'staff', id, permissions: new Set(['MANAGE_ORDERS', 'MANAGE_STOCK']) });
  expect(await access.keyOf(`${secret}x`)).toBeNull();
  expect(secret).toMatch(/^cwk_[\w-]{43}$/);
  const kept = (await rows()).find((row) => row.id === id);
  expect(kept).toMatchObject({ name: 'Till 3', permissions: ['MANAGE_STOCK', 'MANAGE_ORDERS'] });
  expect(JSON.stringify(kept)).not.toContain(secret);
});

test('a key of a till says who asks and where it stands, one of a storefront nobody', async () => {
  const access = service();
  const till = await access.create(context, {
    kind: 'DEVICE',
    name: 'till 1',
    permissions: ['SELL'],
    channelIds: channelIds.slice(0, 1),
    locationId,
  });
  expect(till.secret).toMatch(/^cwd_[\w-]{43}$/);
  const key = await access.keyOf(till.secret);
  expect(key?.channelIds).toEqual([channelIds[0]]);
  expect(key && holderOf(key)).toEqual({ kind: 'device', id: till.id, locationId, permissions: new Set(['SELL']) });
  const shop = await access.create(context, { kind: 'PUBLISHABLE', name: 'web', channelIds });
  expect(shop.secret).toMatch(/^cwp_[\w-]{43}$/);
  const shown = await access.keyOf(shop.secret);
  expect(shown).toMatchObject({ kind: 'PUBLISHABLE', channelIds, permissions: [] });
  expect(shown && holderOf(shown)).toBeNull();
});

test('a key that was just seen costs no statement; the same question is asked once', async () => {
  const access = service();
  const { secret } = await access.createKey(context, 'program', []);
  const statements = await countStatements(postgres.database, () =>
    Promise.all(Array.from({ length: 20 }, () => access.keyOf(secret))),
  );
  expect(statements).toBe(1);
});

test('another process lets a revoked key in for a second at most', async () => {
  const [here, there] = [service(), service()];
  const { id, secret } = await here.createKey(context, 'leaver', ['MANAGE_STOCK']);
  expect(await there.keyOf(secret)).not.toBeNull();
  await here.revokeKey(context, id);
  expect(await here.keyOf(secret)).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 1010));
  expect(await there.keyOf(secret)).toBeNull();
});

test('a key is revoked once, and one that is not there not at all; the list keeps it and tells nothing of its secret', async () => {
  const access = service();
  const { id, secret } = await access.createKey(context, 'lost till', ['MANAGE_ORDERS']);
  await access.revokeKey(context, id);
  const revoked = (await access.listKeys()).find((key) => key.id === id);
  expect(revoked).toEqual({
    id,
    kind: 'SECRET',
    name: 'lost till',
    permissions: ['MANAGE_ORDERS'],
    channelIds: [],
    locationId: null,
    createdAt: expect.any(Date) as Date,
    revokedAt: expect.any(Date) as Date,
  });
  const before = await rows();
  await access.revokeKey(context, id);
  await expect(access.revokeKey(context, 'key_nobody')).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['id'] });
  expect(await rows()).toEqual(before);
  expect(JSON.stringify(await access.listKeys())).not.toContain(secret);
});

test.each([
  [{ kind: 'SECRET', name: '' }, ['name']],
  [{ kind: 'SECRET', name: 'x'.repeat(201) }, ['name']],
  [{ kind: 'SECRET', name: 'x', permissions: ['MANAGE_STOCK', 'EVERYTHING'] }, ['permissions', 1]],
  [{ kind: 'SECRET', name: 'x', permissions: ['CUSTOMER'] }, ['permissions', 0]],
  [{ kind: 'SECRET', name: 'x', channelIds }, ['channelIds']],
  [{ kind: 'SECRET', name: 'x', locationId }, ['locationId']],
  [{ kind: 'PUBLISHABLE', name: 'x' }, ['channelIds']],
  [{ kind: 'PUBLISHABLE', name: 'x', channelIds: ['web'] }, ['channelIds', 0]],
  [{ kind: 'PUBLISHABLE', name: 'x', channelIds, permissions: ['SELL'] }, ['permissions']],
  [{ kind: 'DEVICE', name: 'x', channelIds, locationId }, ['channelIds']],
  [{ kind: 'DEVICE', name: 'x', channelIds: channelIds.slice(1) }, ['locationId']],
  [{ kind: 'DEVICE', name: 'x', channelIds: channelIds.slice(1), locationId: 'here' }, ['locationId']],
] as const)('no key is made of %j', async (fields, path) => {
  const before = (await rows()).length;
  await expect(service().create(context, fields)).rejects.toMatchObject({ code: 'INVALID', path });
  expect((await rows()).length).toBe(before);
});

test('that a key was made and revoked is told, with who did it and nothing of its secret or its name', async () => {
  const access = service();
  const device = {
    kind: 'DEVICE',
    name: 'Till of Ada',
    permissions: ['SELL'],
    channelIds: channelIds.slice(1),
    locationId,
  } as const;
  const { id, secret } = await access.create(
    aContext({ actor: { kind: 'staff', id: newId('staff'), permissions: new Set() } }),
    device,
  );
  await Promise.all([access.revokeKey(context, id), access.revokeKey(context, id), access.revokeKey(context, id)]);
  const { rows } = await postgres.database.pool.query<{ actor: string }>(
    'select type, aggregate_version::int version, actor, payload from outbox where aggregate_id = $1 order by 2',
    [id],
  );
  const payload = { keyId: id, kind: 'DEVICE', permissions: ['SELL'], channelIds: [channelIds[1]], locationId };
  expect(rows).toEqual([
    { type: 'key.created', version: 1, actor: expect.stringMatching(/^staff:stf_/) as string, payload },
    { type: 'key.revoked', version: 2, actor: 'system:test', payload: { keyId: id } },
  ]);
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${secret}|Ada`));
});
