import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { UserError, type Context } from '#kernel';
import { Believed } from '#platform/believed';
import { Database } from '#platform/db';
import { accessErrors } from '../access.errors.js';
import { attemptSecret } from './attempt.repository.js';
import { callerOf } from './caller.js';
import { Line } from './line.service.js';

/** How often a minute something may fail, or be done at all. */
const limits = {
  /** Signing in with one e-mail address. */
  'sign-in': 10,
  /** Signing in from one network address, which many customers may share. */
  'sign-in-from': 30,
  /** Entering a code into one cart. */
  code: 10,
  /** Entering codes from one network address. */
  'code-from': 30,
  /** Signing up from one network address, with or without success. */
  'sign-up-from': 60,
} as const;
const minute = 60;
/** How many of one network address are tried at a time in a process: as many as are compared with argon2id at once. */
const mostAtOnce = 4;
/** How many of those who have to wait a process remembers; the database knows them all. */
const mostRemembered = 10_000;

type Limit = keyof typeof limits;

/** What is counted. */
export type AttemptKind = 'sign-in' | 'code';

interface Counter {
  readonly limit: Limit;
  /** The name or the network address, which are personal: they leave the process as hashes alone. */
  readonly name: string;
}

/**
 * Counts what was tried in vain: for one name (an e-mail address, a cart), and from one network address. The counts stand in the
 * database, so that they hold on every replica; whoever has reached the limit is refused from memory.
 */
@Injectable()
export class Attempts {
  private readonly limiters: Readonly<Record<Limit, RateLimiterPostgres>>;
  /** Until when whoever has reached a limit has to wait. */
  private readonly waiting = new Map<string, number>();
  private readonly line = new Line(mostAtOnce);
  private readonly secret: Believed<Uint8Array>;

  constructor(db: Database) {
    // it never changes
    this.secret = new Believed(() => attemptSecret(db), Number.POSITIVE_INFINITY);
    const limiter = (limit: Limit) =>
      new RateLimiterPostgres({
        storeClient: db.pool,
        storeType: 'pool',
        tableName: 'attempt',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: limit,
        points: limits[limit],
        duration: minute,
      });
    this.limiters = {
      'sign-in': limiter('sign-in'),
      'sign-in-from': limiter('sign-in-from'),
      code: limiter('code'),
      'code-from': limiter('code-from'),
      'sign-up-from': limiter('sign-up-from'),
    };
  }

  /**
   * Does what may fail. For the name it is counted before it is tried, so that many at once do not slip through, and taken off again
   * when it succeeds; for the network address it is counted when it has failed, as whole offices sign in at nine: they stand in line,
   * so that nobody tries a thousand names before the first has failed. @throws UserError LIMIT_REACHED
   */
  async counted<T>(kind: AttemptKind, name: string, context: Context, attempt: () => Promise<T>): Promise<T> {
    const [from, by] = keysOf(kind, name, context);
    const leave = await this.line.enter(placeOf(from));
    try {
      this.check(kind, name, context);
      await this.count(by);
      const result = await attempt().catch(async (error: unknown) => {
        await this.consume(from);
        throw error;
      });
      await this.limiters[by.limit].reward(await this.keyOf(by));
      this.waiting.delete(placeOf(by));
      return result;
    } finally {
      leave();
    }
  }

  /**
   * Does what may turn out to be a guess, and counts it when it was a wrong one: what is right costs no statement. Those of one
   * network address stand in line, so that nobody has a thousand guesses looked at before the first is counted.
   * @throws UserError LIMIT_REACHED
   */
  async guessed<T>(
    kind: AttemptKind,
    name: string | null,
    context: Context,
    isWrong: (error: UserError) => boolean,
    work: () => Promise<T>,
  ): Promise<T> {
    const leave = await this.line.enter(placeOf(fromOf(kind, context)));
    try {
      this.check(kind, name, context);
      return await work();
    } catch (error) {
      if (error instanceof UserError && isWrong(error)) await this.failed(kind, name, context);
      throw error;
    } finally {
      leave();
    }
  }

  /** Refuses whoever this process knows to have failed too often: costs no statement. @throws UserError LIMIT_REACHED */
  check(kind: AttemptKind, name: string | null, context: Context): void {
    for (const counter of keysOf(kind, name, context)) this.refuse(counter);
  }

  /** Counts a failure, of nothing that has a name for the network address alone. @throws UserError LIMIT_REACHED when there had been too many before it */
  async failed(kind: AttemptKind, name: string | null, context: Context): Promise<void> {
    this.check(kind, name, context);
    for (const counter of keysOf(kind, name, context)) await this.count(counter);
  }

  /** Counts one more sign-up from the network address, whatever will come of it. @throws UserError LIMIT_REACHED when there had been too many before it */
  async signingUp(context: Context): Promise<void> {
    const from = fromOf('sign-up', context);
    this.refuse(from);
    await this.count(from);
  }

  private refuse(counter: Counter): void {
    const until = this.waiting.get(placeOf(counter));
    if (until === undefined) return;
    const left = until - Date.now();
    if (left > 0) throw accessErrors.tooManyAttempts(Math.ceil(left / 1000));
    this.waiting.delete(placeOf(counter));
  }

  private async count(counter: Counter): Promise<void> {
    const { consumedPoints, msBeforeNext } = await this.consume(counter);
    if (consumedPoints > limits[counter.limit]) throw accessErrors.tooManyAttempts(Math.ceil(msBeforeNext / 1000));
  }

  private async consume(counter: Counter): Promise<RateLimiterRes> {
    const key = await this.keyOf(counter);
    const consumed = await this.limiters[counter.limit].consume(key).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    if (consumed.consumedPoints >= limits[counter.limit]) this.remember(placeOf(counter), Date.now() + consumed.msBeforeNext);
    return consumed;
  }

  /** Under what the database counts: without the secret nobody finds out by trying whom it is about. */
  private async keyOf({ name }: Counter): Promise<string> {
    return createHmac('sha256', await this.secret.get(''))
      .update(name)
      .digest('hex');
  }

  private remember(key: string, until: number): void {
    if (this.waiting.size >= mostRemembered) this.waiting.delete(this.waiting.keys().next().value ?? '');
    this.waiting.set(key, until);
  }
}

function keysOf(kind: AttemptKind, name: string, context: Context): readonly [Counter, Counter];
function keysOf(kind: AttemptKind, name: string | null, context: Context): readonly Counter[];
function keysOf(kind: AttemptKind, name: string | null, context: Context): readonly Counter[] {
  const from = fromOf(kind, context);
  return name === null ? [from] : [from, { limit: kind, name }];
}

function fromOf(kind: AttemptKind | 'sign-up', context: Context): Counter {
  return { limit: `${kind}-from`, name: callerOf(context) };
}

function placeOf({ limit, name }: Counter): string {
  return `${limit} ${name}`;
}
