import { createPublicKey, verify } from 'node:crypto';
import { usingDatabase } from '../../../test/support/database.js';
import { countStatements } from '../../../test/support/statements.js';
import { SignaturesService } from './signatures.service.js';
import { SigningKeyRepository } from './signing-key.repository.js';
import { SigningKeys } from './signing-keys.service.js';

const postgres = usingDatabase();
const processOf = () => {
  const keys = new SigningKeys(postgres.database, new SigningKeyRepository(postgres.database));
  return { keys, signatures: new SignaturesService(keys) };
};

test('who has the public key verifies what was signed, and nothing else', async () => {
  const { signatures } = processOf();
  const { keyId, signature } = await signatures.sign('Grüße');
  const [jwk] = await signatures.publicKeys();
  expect(jwk).toMatchObject({ kid: keyId, kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const holds = (text: string): boolean => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  expect([holds('Grüße'), holds('Gruesse')]).toEqual([true, false]);
});

test('another process believes it, and after a rotation too; after two no longer', async () => {
  const [here, there] = [processOf(), processOf()];
  const signed = await here.signatures.sign('text');
  expect(await there.signatures.verifies('text', signed)).toBe(true);
  expect(await there.signatures.verifies('other', signed)).toBe(false);
  await here.keys.rotate();
  const next = await here.signatures.sign('text');
  expect(next.keyId).not.toBe(signed.keyId);
  expect([await here.signatures.verifies('text', signed), await there.signatures.verifies('text', next)]).toEqual([true, true]);
  await here.keys.rotate();
  expect(await here.signatures.verifies('text', signed)).toBe(false);
});

test('signing costs no statement once the keys are known', async () => {
  const { signatures } = processOf();
  await signatures.sign('text');
  expect(await countStatements(postgres.database, () => signatures.sign('text'))).toBe(0);
});
