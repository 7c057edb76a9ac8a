import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { Broadcast, revise, rulesTopic } from '#platform/broadcast';
import { Database } from '#platform/db';
import { loader } from '#platform/graphql';
import { idempotently } from '#platform/idempotency';
import { countCodes, generatingCodes } from './codes.repository.js';
import { tellingOfPromotion } from './news.repository.js';
import type { Promotion } from './promotion.js';
import { refused, refusedGroup } from './promotions.errors.js';
import { findPromotion, markingSingleUse } from './promotions.repository.js';

/** The most codes that are generated at a time. */
const mostCodes = 1_000_000;
/** How many one statement makes: well within the time that a statement has. */
const batch = 100_000;
const longestPrefix = 20;

/** What came of generating codes. */
export interface GeneratedCodes {
  readonly promotion: Promotion;
  readonly count: number;
  /** The codes, a line each; null: they were given to an earlier request with the same key, and nobody has them any more. */
  readonly codes: string | null;
}

/** Codes that count once: only their hashes are kept. */
@Injectable()
export class PromotionCodesService {
  /** How many such codes there are of a promotion, and how many orders have; null: none. */
  readonly counts = loader(async (_context: Context, ids: readonly string[]) => {
    const found = await countCodes(this.db, ids);
    return ids.map((id) => found.get(id) ?? null);
  });

  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** Makes codes and gives them away, once: there is no way to see them again. @throws UserError naming the field */
  async generate(
    input: { readonly promotionId: string; readonly count: number; readonly prefix?: string | null | undefined },
    context: Context,
    key: string,
  ): Promise<GeneratedCodes> {
    const { promotionId, count } = input;
    const prefix = (input.prefix ?? '').trim().toUpperCase();
    if (!Number.isInteger(count) || count < 1 || count > mostCodes) throw refusedGroup.count(mostCodes);
    if (!/^[A-Z0-9-]*$/.test(prefix) || prefix.length > longestPrefix) throw refusedGroup.prefix(longestPrefix);
    const made: { codes?: string } = {};
    const asked = { promotionId, count, prefix };
    await idempotently<{ id: string }>(this.db, context, 'generatePromotionCodes', key, asked, (remembering) =>
      this.db.inTurn(rulesTopic, async () => {
        const promotion = await this.require(promotionId);
        if (promotion.status === 'ARCHIVED') throw refused.archived();
        const after = { ...promotion, singleUse: true, version: promotion.version + 1n };
        const told = tellingOfPromotion('CODES_GENERATED', promotion, after, context, { generated: count, prefix });
        const remembered = remembering({ id: promotionId });
        const batches = sizesOf(count).map((size) => generatingCodes(promotionId, prefix, size));
        const answers = await this.db.commit([
          ...remembered,
          markingSingleUse(promotion),
          ...batches,
          ...told,
          revise(rulesTopic),
        ]);
        const rows = answers.slice(remembered.length + 1, remembered.length + 1 + batches.length) as { codes: string }[][];
        made.codes = rows.map(([row]) => row?.codes ?? '').join('\n');
        return { id: promotionId };
      }),
    );
    await this.broadcast.publish(rulesTopic);
    return { promotion: await this.require(promotionId), count, codes: made.codes ?? null };
  }

  private async require(id: string): Promise<Promotion> {
    const promotion = await findPromotion(this.db, id);
    if (!promotion) throw refused.unknown(id);
    return promotion;
  }
}

function sizesOf(count: number): number[] {
  const whole = Array.from({ length: Math.floor(count / batch) }, () => batch);
  return count % batch === 0 ? whole : [...whole, count % batch];
}
