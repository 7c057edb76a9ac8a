import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import { sessionOf, type Session, type SessionKind } from './session.js';

interface SessionRow {
  readonly id: string;
  readonly kind: SessionKind;
  readonly subject_id: string;
}

/** SQL: whether the session of this alias has neither been ended nor come to its end. */
function goesOn(session: string): string {
  return `${session}.ended_at is null and ${session}.ends_at > now()`;
}

const open = statement<never>(
  'access.open-session',
  `with opened as (
     insert into session (id, kind, subject_id, ends_at) values ($1, $2, $3, now() + $6 * interval '1 hour') returning id, ends_at)
   insert into refresh_token (hash, session_id, expires_at) select $4, id, least(ends_at, now() + $5 * interval '1 day') from opened`,
);
// who comes second with a token waits for the first, finds it used, and gets nothing
const rotate = statement<SessionRow>(
  'access.rotate-token',
  `with used as (
     update refresh_token t set used_at = now() from session s
     where t.hash = $1 and t.used_at is null and t.expires_at > now() and s.id = t.session_id and ${goesOn('s')}
     returning s.id, s.kind, s.subject_id, s.ends_at),
   next as (insert into refresh_token (hash, session_id, expires_at)
     select $2, id, least(ends_at, now() + $3 * interval '1 day') from used)
   select * from used`,
);
const endOfToken = statement<SessionRow>(
  'access.end-session-of-token',
  `update session set ended_at = coalesce(ended_at, now()) where id = (select session_id from refresh_token where hash = $1)
   returning id, kind, subject_id`,
);
const subjectOfToken = statement<SessionRow>(
  'access.subject-of-token',
  `select s.id, s.kind, s.subject_id from refresh_token t join session s on s.id = t.session_id
   where t.hash = $1 and t.used_at is null and t.expires_at > now() and ${goesOn('s')}`,
);
const endAll = statement<never>(
  'access.end-sessions',
  `update session set ended_at = now() where subject_id = $1 and ended_at is null and id <> $2`,
);
const living = statement<never>('access.session-lives', `select 1 from session where id = $1 and ${goesOn('session')}`);
const staffOfSession = statement<{ permissions: string[] }>(
  'access.staff-of-session',
  `select coalesce((select array_agg(distinct p) from staff_role sr join role r on r.id = sr.role_id, unnest(r.permissions) p
      where sr.staff_id = staff.id), '{}') permissions
   from session s join staff on staff.id = s.subject_id
   where s.id = $1 and s.kind = 'STAFF' and ${goesOn('s')} and staff.active`,
);
// every session has one unused token: when that has expired nothing can keep it going
const forgetSessions = statement<never>(
  'access.forget-sessions',
  `delete from session where id in (
     select session_id from refresh_token where used_at is null and expires_at < now() limit $1) returning 1`,
);
const forgetTokens = statement<never>(
  'access.forget-tokens',
  `delete from refresh_token where hash in (
     select hash from refresh_token where used_at is not null and expires_at < now() limit $1) returning 1`,
);

/** The tables session and refresh_token. */
@Injectable()
export class SessionRepository {
  constructor(private readonly db: Database) {}

  /** Makes a session that ends after so many hours, and that this token keeps going for so many days till then. */
  opening({ id, subject }: Session, tokenHash: string, days: number, hours: number): Write {
    return open.with([id, subject.kind, subject.id, tokenHash, days, hours], { rows: 1 });
  }

  /** Uses up a token, and has another keep its session going; null: it is none that could be used. */
  async rotate(tokenHash: string, nextHash: string, days: number): Promise<Session | null> {
    const [row] = await this.db.read(rotate, [tokenHash, nextHash, days]);
    return row ? sessionIn(row) : null;
  }

  /** Ends the session that the token belongs to, used or not; null: there is no such token. */
  async endOfToken(tokenHash: string): Promise<Session | null> {
    const [row] = await this.db.read(endOfToken, [tokenHash]);
    return row ? sessionIn(row) : null;
  }

  /** The living session that the token keeps going. */
  async ofToken(tokenHash: string): Promise<Session | null> {
    const [row] = await this.db.read(subjectOfToken, [tokenHash]);
    return row ? sessionIn(row) : null;
  }

  /** Ends every session of somebody but one. */
  endingAll(subjectId: string, except: Id<'session'> | null): Write {
    return endAll.with([subjectId, except ?? '']);
  }

  async lives(id: string): Promise<boolean> {
    return (await this.db.read(living, [id])).length > 0;
  }

  /** What the member of staff whose living session it is may do by all its roles; null: there is no such session. */
  async permissionsOf(id: string): Promise<readonly string[] | null> {
    const [row] = await this.db.read(staffOfSession, [id]);
    return row?.permissions ?? null;
  }

  /** Forgets so many sessions that nothing can keep going any more, and so many tokens that have expired: a row for each. */
  forgetting(most: number): Write[] {
    return [forgetSessions.with([most]), forgetTokens.with([most])];
  }
}

function sessionIn({ id, kind, subject_id: subjectId }: SessionRow): Session {
  return sessionOf(id, kind, subjectId);
}
