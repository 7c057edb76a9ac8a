import { SignJWT } from 'jose';
import { newId } from '#platform/ids';
import { usingDatabase } from '../../../test/support/database.js';
import { countStatements } from '../../../test/support/statements.js';
import { SigningKeyRepository } from '../signing/signing-key.repository.js';
import { SigningKeys } from '../signing/signing-keys.service.js';
import { sessionOf } from './session.js';
import { TokenService } from './token.service.js';

const postgres = usingDatabase();
const service = () => new TokenService(new SigningKeys(postgres.database, new SigningKeyRepository(postgres.database)));
const session = sessionOf(newId('session'), 'CUSTOMER', newId('customer'));
const keys = async () =>
  (await postgres.database.pool.query<{ id: string; secret: Buffer }>('select id, secret from signing_key order by created_at'))
    .rows;

test('the first key is made once, however many processes begin', async () => {
  await Promise.all(Array.from({ length: 4 }, () => service().issue(session)));
  expect(await keys()).toHaveLength(1);
});

test('a token says whose session it is, on every replica, and costs no statement', async () => {
  const [here, there] = [service(), service()];
  const { accessToken, expiresAt } = await here.issue(session);
  expect(Math.round((expiresAt.getTime() - Date.now()) / 60_000)).toBe(10);
  expect(await there.verify(accessToken)).toEqual(session);
  expect(await countStatements(postgres.database, () => there.verify(accessToken))).toBe(0);
});

test('after a rotation both tokens are good, after two the older is not; strangers learn of new keys', async () => {
  const [here, there] = [service(), service()];
  const old = await there.issue(session);
  await here.rotate();
  const fresh = await here.issue(session);
  for (const process of [here, there, service()]) {
    expect(await process.verify(old.accessToken)).toEqual(session);
    expect(await process.verify(fresh.accessToken)).toEqual(session);
  }
  await here.rotate();
  expect(await service().verify(old.accessToken)).toBeNull();
  expect(await service().verify(fresh.accessToken)).toEqual(session);
  expect(await keys()).toHaveLength(2);
});

test('what is not ours, is over, or was tampered with is nobody', async () => {
  const access = service();
  const { accessToken } = await access.issue(session);
  const { id = '', secret = Buffer.alloc(0) } = (await keys()).at(-1) ?? {};
  const signed = (payload: object, header: object = {}, key: Uint8Array = secret, expires = '10m') =>
    new SignJWT({ sid: session.id, knd: 'CUSTOMER', ...payload })
      .setProtectedHeader({ alg: 'HS256', kid: id, ...header })
      .setIssuer('cartwright')
      .setSubject(session.subject.id)
      .setExpirationTime(expires)
      .sign(key);
  expect(await access.verify(await signed({}))).toEqual(session);
  const [head = '', body = '', signature = ''] = accessToken.split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none', kid: id })).toString('base64url');
  const others = [
    await signed({}, {}, secret, '-1s'),
    await signed({}, {}, Buffer.alloc(32)),
    await signed({}, { kid: 'made-up' }),
    await signed({ knd: 'SYSTEM' }),
    await signed({ sid: undefined }),
    await signed({ iss: 'somebody' }, {}, Buffer.alloc(32, 1)),
    `${none}.${body}.`,
    `${head}.${Buffer.from('{}').toString('base64url')}.${signature}`,
    'not.a.token',
    '',
  ];
  for (const token of others) expect(await access.verify(token)).toBeNull();
});
