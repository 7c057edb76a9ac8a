import type { Id } from '#kernel';

/** Whose session it is. */
export type SessionKind = 'CUSTOMER' | 'STAFF';

/** Who has signed in. */
export type Subject =
  { readonly kind: 'CUSTOMER'; readonly id: Id<'customer'> } | { readonly kind: 'STAFF'; readonly id: Id<'staff'> };

/** That somebody has signed in, on one device. */
export interface Session {
  readonly id: Id<'session'>;
  readonly subject: Subject;
}

/** What a client keeps of its session: the one token to ask with, the other to get new ones, once. */
export interface SessionTokens {
  readonly accessToken: string;
  /** When the access token ends. */
  readonly expiresAt: Date;
  readonly refreshToken: string;
}

/** A session that has just begun. */
export interface OpenedSession {
  readonly session: Session;
  readonly tokens: SessionTokens;
}

/** The session as a row or a token names it. */
export function sessionOf(id: string, kind: SessionKind, subjectId: string): Session {
  return { id: id as Id<'session'>, subject: { kind, id: subjectId } as Subject };
}
