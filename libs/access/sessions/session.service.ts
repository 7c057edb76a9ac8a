import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '#kernel';
import { Believed } from '#platform/believed';
import { Config } from '#platform/config';
import { Conflict, Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { accessErrors } from '../access.errors.js';
import { hashOf } from '../secret.js';
import type { OpenedSession, Session, Subject, SessionTokens } from './session.js';
import { SessionRepository } from './session.repository.js';
import { TokenService } from './token.service.js';

/** How long somebody stays signed in who does not come back; a session that ends before does not wait so long. */
const idleDays = 30;

/** Sessions of customers and staff: opened at sign-in, kept going by tokens that are good for one use, ended, and over after a while in any case. */
@Injectable()
export class SessionService {
  private readonly living = new Believed((id) => this.repository.lives(id));
  private readonly staff = new Believed(async (id) => {
    const permissions = await this.repository.permissionsOf(id);
    return permissions && new Set(permissions);
  });

  constructor(
    private readonly db: Database,
    private readonly repository: SessionRepository,
    private readonly tokens: TokenService,
    private readonly config: Config,
  ) {}

  /** Signs somebody in, together with other writes: all of it or nothing. */
  async open(subject: Subject, writes: readonly Write[] = []): Promise<OpenedSession> {
    const session: Session = { id: newId('session'), subject };
    const refreshToken = newToken();
    const hours = this.config.sessionHours[subject.kind];
    await this.db.commit([...writes, this.repository.opening(session, hashOf(refreshToken), idleDays, hours)]);
    return { session, tokens: { ...(await this.tokens.issue(session)), refreshToken } };
  }

  /**
   * Signs somebody in if the assertion holds at that moment: whoever is locked out, or gets another password, while signing in gets
   * no session that outlives it. @throws UserError FORBIDDEN
   */
  async openIf(subject: Subject, asserting: Write): Promise<OpenedSession> {
    return this.db.deciding(`sessions of ${subject.id}`, () =>
      this.open(subject, [asserting]).catch((error: unknown) => {
        throw error instanceof Conflict ? accessErrors.wrongCredentials() : error;
      }),
    );
  }

  /**
   * New tokens for one that was not used yet. A used one that comes back was copied by somebody: its session ends.
   * @throws UserError NOT_FOUND when it is not good any more
   */
  async refresh(refreshToken: string): Promise<SessionTokens> {
    const next = newToken();
    const session = await this.repository.rotate(hashOf(refreshToken), hashOf(next), idleDays);
    if (session) return { ...(await this.tokens.issue(session)), refreshToken: next };
    await this.signOut(refreshToken);
    throw accessErrors.signedOut();
  }

  /** Ends the session of a token; what is not known has ended already. */
  async signOut(refreshToken: string): Promise<void> {
    const ended = await this.repository.endOfToken(hashOf(refreshToken));
    if (ended) this.forget(ended.id);
  }

  /**
   * Ends every session of whoever's token it is, on all devices. A used one may have been copied: it ends its own session alone.
   * @throws UserError NOT_FOUND when it is not good any more
   */
  async signOutEverywhere(refreshToken: string): Promise<void> {
    const session = await this.repository.ofToken(hashOf(refreshToken));
    if (!session) {
      await this.signOut(refreshToken);
      throw accessErrors.signedOut();
    }
    await this.db.commit([this.endingAll(session.subject)]);
    this.forget(session.id);
  }

  /** Ends every session of somebody but one; every process has noticed within a second. */
  endingAll({ id }: Subject, except: Id<'session'> | null = null): Write {
    return this.repository.endingAll(id, except);
  }

  /** Who asks with this access token; null: nobody any more. Costs a statement a second. */
  async authenticate(accessToken: string): Promise<Actor | null> {
    const session = await this.tokens.verify(accessToken);
    if (!session) return null;
    const { id, subject } = session;
    if (subject.kind === 'CUSTOMER')
      return (await this.living.get(id)) ? { kind: 'customer', id: subject.id, sessionId: id } : null;
    const permissions = await this.staff.get(id);
    return permissions && { kind: 'staff', id: subject.id, permissions, sessionId: id };
  }

  private forget(id: Id<'session'>): void {
    this.living.forget(id);
    this.staff.forget(id);
  }
}

function newToken(): string {
  return `cwr_${randomBytes(32).toString('base64url')}`;
}
