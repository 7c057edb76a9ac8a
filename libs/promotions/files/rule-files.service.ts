import { Injectable } from '@nestjs/common';
import { parseRules, type StatedRules } from '#engine';
import type { Context } from '#kernel';
import { Broadcast, changeRules, rulesTopic } from '#platform/broadcast';
import { Database, type Write } from '#platform/db';
import { takenCode as takenIn } from '../codes.repository.js';
import { deletingGroups, readGroups, savingGroups } from '../groups.repository.js';
import { namedKinds, newlyNamed } from '../named-things.js';
import { telling } from '../news.repository.js';
import { refused, refusedFile } from '../promotions.errors.js';
import { findUnarchived, firstMissing, savingPromotions } from '../promotions.repository.js';
import { isOver } from '../window.js';
import { planOf, takenCode, type RulePlan } from './plan.js';
import { rulesJson, type RulesJson } from './rules-json.js';
import { toldPlan, type ToldPlan } from './told-plan.js';

/** Promotions and their groups as a file: what there is, what a file would change, and doing so in one transaction. */
@Injectable()
export class RuleFilesService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** All promotions that are neither archived nor over, and all groups. */
  async export(): Promise<RulesJson> {
    const now = new Date();
    const [promotions, groups] = await Promise.all([findUnarchived(this.db, []), readGroups(this.db)]);
    const living = promotions.filter((promotion) => !isOver(promotion, now));
    return rulesJson(living, groups);
  }

  /** What applying the file would change. @throws UserError naming the place in the file */
  async diff(json: unknown, context: Context): Promise<ToldPlan> {
    return toldPlan(await this.plan(parseRules(json), context));
  }

  /**
   * Makes, changes and ends rules so that they are as the file says, all or none. What it would overwrite although it was changed since the
   * file was exported is refused. @param rehearsed whether all of it is to be tried, and nothing kept
   * @throws UserError naming the place in the file
   */
  async apply(json: unknown, context: Context, rehearsed = false): Promise<ToldPlan> {
    const { db, broadcast } = this;
    const file = parseRules(json);
    const done: { plan?: RulePlan } = {};
    const decide = async (): Promise<readonly Write[]> => {
      const plan = await this.plan(file, context);
      const [stale] = plan.stale;
      if (stale) throw refusedFile.stale(stale.id, stale.path);
      done.plan = plan;
      return writesOf(plan, context);
    };
    const refusal = (error: unknown): unknown => (done.plan ? refusedCode(error, done.plan) : error);
    if (rehearsed)
      await db.inTurn(rulesTopic, async () => {
        const writes = await decide();
        if (writes.length === 0) return;
        await db.rehearse(writes).catch((error: unknown) => {
          throw refusal(error);
        });
      });
    else {
      const asked = { mutation: 'applyRules', idempotencyKey: null, input: {} };
      await changeRules({ db, broadcast, context }, asked, async () => ({ id: '', writes: await decide() }), refusal);
    }
    return toldPlan(done.plan ?? { promotions: [], groups: [], unchanged: 0, stale: [] });
  }

  private async plan(file: StatedRules, { locales }: Context): Promise<RulePlan> {
    const ids = file.promotions.map(({ id }) => id);
    const [promotions, groups] = await Promise.all([findUnarchived(this.db, ids), readGroups(this.db)]);
    const plan = planOf(file, { promotions, groups }, locales[0] ?? 'en', new Date());
    const named = plan.promotions.flatMap(({ before, after, path }) =>
      newlyNamed(before, after).map((thing) => ({ ...thing, path: [...path, ...thing.path] })),
    );
    const missing = await firstMissing(this.db, named);
    if (missing) throw refused.named(namedKinds[missing.kind], missing.id, missing.path);
    return plan;
  }
}

function writesOf({ promotions, groups }: RulePlan, context: Context): Write[] {
  const saved = groups.flatMap(({ before, after }) => (after ? [{ before, after }] : []));
  const deleted = groups.flatMap(({ before, after }) => (before && !after ? [before] : []));
  return [
    ...savingGroups(saved),
    ...savingPromotions(promotions),
    ...(deleted.length > 0 ? [deletingGroups(deleted)] : []),
    ...telling(promotions, groups, context),
  ];
}

/** A code that counts once may be the same as one of the file: that is known to the database alone. */
function refusedCode(error: unknown, { promotions }: RulePlan): unknown {
  const codes = promotions.flatMap(({ after }) => after.codes.map((code) => ({ code, id: after.id })));
  const taken = takenIn(
    error,
    codes.map(({ code }) => code),
  );
  const owner = taken && codes[Number(taken.path[1])];
  return owner ? takenCode(owner.code, promotions, [owner.id]) : error;
}
