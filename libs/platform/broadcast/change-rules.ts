import type { Context } from '#kernel';
import type { Database, Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import type { Broadcast } from './broadcast.js';
import { revise } from './revision.js';

/** The topic under which changes of rules are told: price lists, promotions, taxes, shipping, conventions of channels. */
export const rulesTopic = 'rules';

/** A change that is asked of the rules. */
export interface RuleChange {
  readonly mutation: string;
  readonly idempotencyKey: string | null | undefined;
  readonly input: object;
}

/** What a change of rules comes to: nothing to write, nothing to tell. */
export interface DecidedRules {
  readonly id: string;
  readonly writes: readonly Write[];
}

/**
 * Changes rules, once per idempotency key: one change at a time, decided on the rules as they are, counted and told.
 * `refusal` words what the database refuses. Returns the id of what was changed.
 */
export async function changeRules(
  { db, broadcast, context }: { readonly db: Database; readonly broadcast: Broadcast; readonly context: Context },
  { mutation, idempotencyKey, input }: RuleChange,
  decide: () => Promise<DecidedRules>,
  refusal: (error: unknown) => unknown,
): Promise<string> {
  const { id } = await idempotently<{ id: string }>(db, context, mutation, idempotencyKey, input, (remembering) =>
    db.inTurn(rulesTopic, async () => {
      const decided = await decide();
      const counted = decided.writes.length > 0 ? [revise(rulesTopic)] : [];
      await db.commit([...remembering({ id: decided.id }), ...decided.writes, ...counted]).catch((error: unknown) => {
        throw refusal(error);
      });
      return { id: decided.id };
    }),
  );
  await broadcast.publish(rulesTopic);
  return id;
}
