import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { SigningKeys } from '../signing/signing-keys.service.js';
import { sessionOf, type Session } from './session.js';

/** How long an access token is good for. */
const tokenMinutes = 10;
const algorithm = 'HS256';
const issuer = 'cartwright';

/** Access tokens: JWTs that say whose session it is, signed with a key that all processes read from the database. */
@Injectable()
export class TokenService {
  constructor(private readonly keys: SigningKeys) {}

  /** A token for the session, and when it ends. */
  async issue({ id, subject }: Session): Promise<{ readonly accessToken: string; readonly expiresAt: Date }> {
    const newest = await this.keys.newest();
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
        const key = await this.keys.of(kid ?? '').catch((error: unknown) => {
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
  rotate(): Promise<string> {
    return this.keys.rotate();
  }
}
