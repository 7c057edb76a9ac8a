import { actorName, UserError, type Context } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import { inputHash } from './hash.js';
import { markReplayed } from './replayed.js';

const rememberResult = statement<never>(
  'idempotency.remember',
  'insert into idempotency_key (scope, field, key, input_hash, result) values ($1, $2, $3, $4, $5)',
);

const recallResult = statement<{ input_hash: string; result: unknown }>(
  'idempotency.recall',
  'select input_hash, result from idempotency_key where scope = $1 and field = $2 and key = $3',
);

/**
 * Keeps what a mutation produced (ids and versions), in the transaction of its effect. As its first write it makes
 * a second request with the same key wait for this one.
 */
export function remember(scope: string, field: string, key: string, hash: string, result: object): Write {
  return rememberResult.with([scope, field, key, hash, JSON.stringify(result)], { rows: 1 });
}

/** What the key has produced before; null: nothing. @throws UserError KEY_REUSED when it came with another input */
export async function recall<Result extends object>(
  db: Database,
  scope: string,
  field: string,
  key: string,
  hash: string,
): Promise<{ readonly result: Result } | null> {
  const [known] = await db.read(recallResult, [scope, field, key]);
  if (!known) return null;
  if (known.input_hash !== hash)
    throw new UserError('KEY_REUSED', 'this idempotency key was used before with another input', ['idempotencyKey']);
  return { result: known.result as Result };
}

/**
 * Within what a key means something: the actor. Guests cannot be told apart, so theirs mean something for the thing that
 * they act on, whose id only they know.
 */
function scopeOf({ actor }: Context, subject: string | undefined): string {
  return actor.kind === 'guest' && subject !== undefined ? `${actorName(actor)} ${subject}` : actorName(actor);
}

/**
 * Runs a mutation once per key: `run` puts the writes of `remembering` first in its commit and returns the same
 * plain JSON that it remembers; a repetition returns that again, and one that arrives meanwhile waits for it.
 * Without a key it just runs, and `remembering` makes no writes. `subject` is the cart or order that a guest acts on.
 */
export async function idempotently<Result extends object>(
  db: Database,
  context: Context,
  field: string,
  key: string | null | undefined,
  input: unknown,
  run: (remembering: (result: Result) => readonly Write[]) => Promise<Result>,
  subject?: string,
): Promise<Result> {
  if (key == null) return run(() => []);
  if (key.length < 1 || key.length > 200)
    throw new UserError('INVALID', 'an idempotency key has 1 to 200 characters', ['idempotencyKey'], { min: 1, max: 200 });
  const hash = inputHash(input);
  const scope = scopeOf(context, subject);
  const before = await recall<Result>(db, scope, field, key, hash);
  if (before) {
    markReplayed(context);
    return before.result;
  }
  try {
    return await run((result) => [remember(scope, field, key, hash, result)]);
  } catch (error) {
    // whatever was in the way: if the same request has been answered meanwhile, that is the answer
    const first = await recall<Result>(db, scope, field, key, hash);
    if (!first) throw error;
    markReplayed(context);
    return first.result;
  }
}
