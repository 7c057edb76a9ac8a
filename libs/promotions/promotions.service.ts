import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { canonicalCode } from '#engine';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { Broadcast, changeRules } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { blankPromotion, changedPromotion, type Promotion, type PromotionInput, type PromotionStatus } from './promotion.js';
import { refused } from './promotions.errors.js';
import { findPromotion, findPromotions, savingPromotion } from './promotions.repository.js';

type Key = string | null | undefined;

/** Promotions: what gives something away, when, and how often. */
@Injectable()
export class PromotionsService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** One promotion, whatever its status, or null. */
  async promotion(id: string): Promise<Promotion | null> {
    return findPromotion(this.db, id);
  }

  /** A page of promotions in the order of their ids, of one status or all. */
  async promotions(args: {
    first?: number | null;
    after?: string | null;
    status?: PromotionStatus | null;
  }): Promise<Connection<Promotion>> {
    const request = pageRequest(args);
    return connection(await findPromotions(this.db, request, args.status ?? null), request, ({ id }) => [id]);
  }

  /** Makes a promotion, once per idempotency key. @throws UserError naming the field */
  async create(input: PromotionInput, context: Context, key?: Key): Promise<Promotion> {
    return this.save('createPromotion', null, input, key, context);
  }

  /** Changes what is given of a promotion, once per idempotency key. @throws UserError naming the field */
  async update(id: string, input: PromotionInput, context: Context, key?: Key): Promise<Promotion> {
    return this.save('updatePromotion', id, input, key, context);
  }

  /** Ends a promotion for good, once per idempotency key; its code is free for another. @throws UserError */
  async archive(id: string, context: Context, key?: Key): Promise<Promotion> {
    return this.save('archivePromotion', id, { status: 'ARCHIVED', code: null }, key, context);
  }

  private async save(mutation: string, id: string | null, input: PromotionInput, key: Key, context: Context): Promise<Promotion> {
    const { db, broadcast } = this;
    const asked = { mutation, idempotencyKey: key, input: { id, ...input } };
    const decide = async () => {
      const before = id === null ? null : await this.require(id);
      const decided = changedPromotion(before ?? blankPromotion(newId('promotion')), input);
      const after = { ...decided, version: decided.version + 1n };
      return { id: after.id, writes: isDeepStrictEqual(before, decided) ? [] : savingPromotion(after, before) };
    };
    const saved = await changeRules({ db, broadcast, context }, asked, decide, (error) =>
      constraintOf(error) === 'promotion_code_key' ? refused.taken(canonicalCode(input.code ?? '')) : error,
    );
    return this.require(saved);
  }

  private async require(id: string): Promise<Promotion> {
    const promotion = await findPromotion(this.db, id);
    if (!promotion) throw refused.unknown(id);
    return promotion;
  }
}
