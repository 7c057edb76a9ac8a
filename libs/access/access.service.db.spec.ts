import { countStatements } from '../../test/support/statements.js';
import { usingDatabase } from '../../test/support/database.js';
import { AccessRepository } from './access.repository.js';
import { AccessService } from './access.service.js';

const postgres = usingDatabase();
const service = () => new AccessService(postgres.database, new AccessRepository(postgres.database));
const rows = async () => (await postgres.database.pool.query<{ id: string }>('select * from access_key')).rows;

test('a key is recognized by its secret, of which only the hash is kept', async () => {
  const access = service();
  const { id, secret } = await access.createKey(' Till 3 ', ['MANAGE_ORDERS', 'MANAGE_STOCK']);
  expect(await access.authenticate(secret)).toEqual({
    kind: 'staff',
    id,
    permissions: new Set(['MANAGE_ORDERS', 'MANAGE_STOCK']),
  });
  expect(await access.authenticate(`${secret}x`)).toBeNull();
  expect(secret).toMatch(/^cwk_[\w-]{43}$/);
  const kept = (await rows()).find((row) => row.id === id);
  expect(kept).toMatchObject({ name: 'Till 3', permissions: ['MANAGE_ORDERS', 'MANAGE_STOCK'] });
  expect(JSON.stringify(kept)).not.toContain(secret);
});

test('a key that was just seen costs no statement; the same question is asked once', async () => {
  const access = service();
  const { secret } = await access.createKey('program', []);
  const statements = await countStatements(postgres.database, () =>
    Promise.all(Array.from({ length: 20 }, () => access.authenticate(secret))),
  );
  expect(statements).toBe(1);
});

test('another process lets a revoked key in for a second at most', async () => {
  const [here, there] = [service(), service()];
  const { id, secret } = await here.createKey('leaver', ['MANAGE_STOCK']);
  expect(await there.authenticate(secret)).not.toBeNull();
  await here.revokeKey(id);
  expect(await here.authenticate(secret)).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 1010));
  expect(await there.authenticate(secret)).toBeNull();
});

test('a key is revoked once, and one that is not there not at all; the list keeps it and tells nothing of its secret', async () => {
  const access = service();
  const { id, secret } = await access.createKey('lost till', ['MANAGE_ORDERS']);
  await access.revokeKey(id);
  const revoked = (await access.listKeys()).find((key) => key.id === id);
  expect(revoked).toEqual({
    id,
    name: 'lost till',
    permissions: ['MANAGE_ORDERS'],
    createdAt: expect.any(Date) as Date,
    revokedAt: expect.any(Date) as Date,
  });
  const before = await rows();
  await access.revokeKey(id);
  await expect(access.revokeKey('key_nobody')).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['id'] });
  expect(await rows()).toEqual(before);
  expect(JSON.stringify(await access.listKeys())).not.toContain(secret);
});

test.each([
  ['', [], 'INVALID', ['name']],
  ['x', ['MANAGE_STOCK', 'EVERYTHING'], 'INVALID', ['permissions', 1]],
])('no key called %j with %j', async (name, granted, code, path) => {
  const before = (await rows()).length;
  await expect(service().createKey(name, granted)).rejects.toMatchObject({ code, path });
  expect((await rows()).length).toBe(before);
});
