import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { Broadcast, changeRules, type DecidedRules } from '#platform/broadcast';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import { tellingOfPromotion } from './news.repository.js';
import type { ChangeKind, RecordedChange } from './change.js';
import { findChanges } from './changes.repository.js';
import { takenCode } from './codes.repository.js';
import { conflictsOf, type Conflict } from './conflicts.js';
import { checkTree } from './group.js';
import { readGroupMembers, readGroups } from './groups.repository.js';
import { namedKinds, newlyNamed } from './named-things.js';
import { checkSatisfiable } from './never.js';
import { blankPromotion, changedPromotion, type Promotion, type PromotionInput, type PromotionStatus } from './promotion.js';
import { refused, refusedGroup } from './promotions.errors.js';
import { findPromotion, findPromotions, findRivals, firstMissing, savingPromotions } from './promotions.repository.js';

type Key = string | null | undefined;

/** How many conflicts of a promotion are looked for. */
const mostConflicts = 100;

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

  /** A page of promotions in the order of their ids, of one status (SCHEDULED: active from a later instant) or all. */
  async promotions(args: {
    first?: number | null;
    after?: string | null;
    status?: PromotionStatus | 'SCHEDULED' | null;
  }): Promise<Connection<Promotion>> {
    const request = pageRequest(args);
    return connection(await findPromotions(this.db, request, args.status ?? null), request, ({ id }) => [id]);
  }

  /** A page of what was changed, the latest first: of one promotion or group, or of all. */
  async changes(args: {
    first?: number | null;
    after?: string | null;
    subjectId?: string | null;
  }): Promise<Connection<RecordedChange>> {
    const request = pageRequest(args);
    return connection(await findChanges(this.db, request, args.subjectId ?? null), request, ({ id }) => [id]);
  }

  /** The active promotions that keep this one off, are kept off by it, or are chosen from together with it. @throws UserError */
  async conflicts(id: string): Promise<{ readonly conflicts: readonly Conflict[]; readonly isComplete: boolean }> {
    const promotion = await this.require(id);
    const [rivals, groups] = await Promise.all([findRivals(this.db, promotion, mostConflicts), readGroups(this.db)]);
    return { conflicts: conflictsOf(promotion, rivals, groups), isComplete: rivals.length < mostConflicts };
  }

  /** Makes a promotion, once per idempotency key. @throws UserError naming the field */
  async create(input: PromotionInput, context: Context, key?: Key): Promise<Promotion> {
    return this.save('createPromotion', 'CREATED', null, input, key, context);
  }

  /** Changes what is given of a promotion, once per idempotency key. @throws UserError naming the field */
  async update(id: string, input: PromotionInput, context: Context, key?: Key): Promise<Promotion> {
    return this.save('updatePromotion', 'UPDATED', id, input, key, context);
  }

  /** Lets a promotion give what it promises within its window, which may begin later. @throws UserError naming the field */
  async publish(
    id: string,
    times: Pick<PromotionInput, 'window' | 'validFrom' | 'validTo' | 'expectedVersion'>,
    context: Context,
    key?: Key,
  ): Promise<Promotion> {
    return this.save('publishPromotion', 'PUBLISHED', id, { ...times, status: 'ACTIVE' }, key, context);
  }

  /** Ends a promotion for good, once per idempotency key; its codes are free for another. @throws UserError */
  async archive(id: string, context: Context, key?: Key): Promise<Promotion> {
    return this.save('archivePromotion', 'ARCHIVED', id, { status: 'ARCHIVED', codes: [] }, key, context);
  }

  private async save(
    mutation: string,
    kind: ChangeKind,
    id: string | null,
    input: PromotionInput,
    key: Key,
    context: Context,
  ): Promise<Promotion> {
    const { db, broadcast } = this;
    const asked = { mutation, idempotencyKey: key, input: { id, ...input } };
    const saved = await changeRules(
      { db, broadcast, context },
      asked,
      () => this.decide(kind, id, input, context),
      (error) => takenCode(error, input.codes ?? []) ?? error,
    );
    return this.require(saved);
  }

  private async decide(kind: ChangeKind, id: string | null, input: PromotionInput, context: Context): Promise<DecidedRules> {
    const before = id === null ? null : await this.require(id);
    const start = before ?? blankPromotion(newId('promotion'));
    const decided = changedPromotion(start, input, new Date());
    if (isDeepStrictEqual(before, decided)) return { id: decided.id, writes: [] };
    await this.check(start, decided);
    const after = { ...decided, version: decided.version + 1n };
    return {
      id: after.id,
      writes: [...savingPromotions([{ before, after }]), ...tellingOfPromotion(kind, before, after, context)],
    };
  }

  /** Refuses what can never apply, names what there is not, or cannot stand in its group. @throws UserError naming the field */
  private async check(before: Promotion, after: Promotion): Promise<void> {
    checkSatisfiable(after.conditions);
    const missing = await firstMissing(this.db, newlyNamed(before, after));
    if (missing) throw refused.named(namedKinds[missing.kind], missing.id, missing.path);
    if (after.groupId === null || (after.groupId === before.groupId && after.lane === before.lane)) return;
    const { id, groupId, lane } = after;
    const [groups, members] = await Promise.all([readGroups(this.db), readGroupMembers(this.db)]);
    if (!groups.some((group) => group.id === groupId)) throw refusedGroup.unknown(groupId, ['groupId']);
    checkTree(groups, [...members.filter((member) => member.id !== id), { id, groupId, lane }], ['groupId']);
  }

  private async require(id: string): Promise<Promotion> {
    const promotion = await findPromotion(this.db, id);
    if (!promotion) throw refused.unknown(id);
    return promotion;
  }
}
