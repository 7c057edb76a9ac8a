import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Believed } from '#platform/believed';
import { Database } from '#platform/db';
import { sessionOf, type Session } from './session.js';
import { SigningKeyRepository, type SigningKey } from './signing-key.repository.js';

/** How long an access token is good for. */
const tokenMinutes = 10;
/** How long a process works with the keys that it has read. */
const keysMs = 60_000;
/** How long a key's name that nobody knows is taken for unknown: tokens with made-up names cost a statement a second. */
const unknownMs = 1000;
/** How many keys there are at a time: the one that signs, and the one before it, whose tokens are still about. */
const keysKept = 2;
const algorithm = 'HS256';
const issuer = 'cartwright';

/** Access tokens: JWTs that say whose session it is, signed with a key that all processes read from the database. */
@Injectable()
export class TokenService {
  private readonly keys = new Believed(() => this.readOrMake(), keysMs);
  private readonly freshKeys = new Believed(() => this.repository.all(), unknownMs);

  constructor(
    private readonly db: Database,
    private readonly repository: SigningKeyRepository,
  ) {}

  /** A token for the session, and when it ends. */
  async issue({ id, subject }: Session): Promise<{ readonly accessToken: string; readonly expiresAt: Date }> {
    const [newest] = await this.keys.get('');
    if (!newest) throw new Error('there is no key to sign with');
    const issuedAt = Math.floor(Date.now() / 1000);
    const expires = issuedAt + tokenMinutes * 60;
    const accessToken = await new SignJWT({ sid: id, knd: subject.kind })
      .setProtectedHeader({ alg: algorithm, kid: newest.id })
      .setIssuer(issuer)
      .setSubject(subject.id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expires)
      .sign(newest.secret);
    return { accessToken, expiresAt: new Date(expires * 1000) };
  }

  /** Whose session the token is for; null: it is not ours, or it has expired. Costs no statement. */
  async verify(token: string): Promise<Session | null> {
    let unread: unknown;
    const verified = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = await this.keyOf(kid ?? '').catch((error: unknown) => {
          unread = error;
        });
        if (!key) throw new Error('no such key');
        return key.secret;
      },
      { algorithms: [algorithm], issuer, requiredClaims: ['sub', 'sid', 'knd', 'exp'] },
    ).catch(() => null);
    // that the database did not answer says nothing of the token
    if (unread) throw unread as Error;
    if (!verified) return null;
    const { sid, knd, sub = '' } = verified.payload;
    if (typeof sid !== 'string' || (knd !== 'CUSTOMER' && knd !== 'STAFF')) return null;
    return sessionOf(sid, knd, sub);
  }

  /** Has a new key sign. Tokens of the one before it stay good; those of older ones end within a minute. */
  async rotate(): Promise<string> {
    const key = newKey();
    await this.db.inTurn('signing keys', () =>
      this.db.commit([this.repository.inserting(key), this.repository.keeping(keysKept)]),
    );
    this.keys.forget();
    return key.id;
  }

  private async keyOf(id: string): Promise<SigningKey | undefined> {
    const known = (await this.keys.get('')).find((key) => key.id === id);
    if (known) return known;
    // another process may have rotated them
    const found = (await this.freshKeys.get('')).find((key) => key.id === id);
    if (found) this.keys.forget();
    return found;
  }

  private async readOrMake(): Promise<readonly SigningKey[]> {
    const keys = await this.repository.all();
    if (keys.length > 0) return keys;
    return this.db.inTurn('signing keys', async () => {
      const made = await this.repository.all();
      if (made.length > 0) return made;
      const key = newKey();
      await this.db.commit([this.repository.inserting(key)]);
      return [key];
    });
  }
}

function newKey(): SigningKey {
  return { id: randomBytes(9).toString('base64url'), secret: randomBytes(32) };
}
