import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { Broadcast, changeRules, type DecidedRules } from '#platform/broadcast';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import { blankGroup, changedGroup, checkTree, type GroupInput, type PromotionGroup } from './group.js';
import { deletingGroups, findGroup, findGroups, readGroupMembers, readGroups, savingGroups } from './groups.repository.js';
import { tellingOfGroup } from './news.repository.js';
import { refused, refusedGroup } from './promotions.errors.js';

type Key = string | null | undefined;

/** Groups in which promotions stand to each other. */
@Injectable()
export class PromotionGroupsService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** One group, or null. */
  async group(id: string): Promise<PromotionGroup | null> {
    return findGroup(this.db, id);
  }

  /** A page of groups in the order of their ids. */
  async groups(args: { first?: number | null; after?: string | null }): Promise<Connection<PromotionGroup>> {
    const request = pageRequest(args);
    return connection(await findGroups(this.db, request), request, ({ id }) => [id]);
  }

  /** Makes a group, once per idempotency key. @throws UserError naming the field */
  async create(input: GroupInput, context: Context, key?: Key): Promise<PromotionGroup> {
    return this.save('createPromotionGroup', null, input, context, key);
  }

  /** Changes what is given of a group, once per idempotency key. @throws UserError naming the field */
  async update(id: string, input: GroupInput, context: Context, key?: Key): Promise<PromotionGroup> {
    return this.save('updatePromotionGroup', id, input, context, key);
  }

  /** Deletes a group in which nothing stands but what is archived, once per idempotency key. @throws UserError */
  async delete(id: string, expectedVersion: bigint | undefined, context: Context, key?: Key): Promise<string> {
    return this.change('deletePromotionGroup', { id, expectedVersion }, context, key, async () => {
      const [groups, members] = await this.tree();
      const group = required(groups, id);
      if (expectedVersion !== undefined && expectedVersion !== group.version) throw refused.stale(group.version);
      const within = [...groups.filter(({ parentId }) => parentId === id), ...members.filter(({ groupId }) => groupId === id)];
      if (within.length > 0) throw refusedGroup.notEmpty(within.length);
      return { id, writes: [deletingGroups([group]), ...tellingOfGroup('DELETED', group, null, context)] };
    });
  }

  private async save(
    mutation: string,
    id: string | null,
    input: GroupInput,
    context: Context,
    key: Key,
  ): Promise<PromotionGroup> {
    const saved = await this.change(mutation, { id, ...input }, context, key, async () => {
      const [groups, members] = await this.tree();
      const before = id === null ? null : required(groups, id);
      const decided = changedGroup(before ?? blankGroup(newId('promotionGroup')), input);
      if (isDeepStrictEqual(before, decided)) return { id: decided.id, writes: [] };
      const moved = before?.parentId !== decided.parentId;
      checkTree([...groups.filter((group) => group.id !== id), decided], members, [moved ? 'parentId' : 'mode']);
      const after = { ...decided, version: decided.version + 1n };
      const told = tellingOfGroup(before ? 'UPDATED' : 'CREATED', before, after, context);
      return { id: after.id, writes: [...savingGroups([{ before, after }]), ...told] };
    });
    const group = await this.group(saved);
    if (!group) throw refusedGroup.unknown(saved);
    return group;
  }

  private async change(
    mutation: string,
    input: object,
    context: Context,
    idempotencyKey: Key,
    decide: () => Promise<DecidedRules>,
  ): Promise<string> {
    const { db, broadcast } = this;
    return changeRules({ db, broadcast, context }, { mutation, idempotencyKey, input }, decide, (error) => error);
  }

  private tree() {
    return Promise.all([readGroups(this.db), readGroupMembers(this.db)]);
  }
}

function required(groups: readonly PromotionGroup[], id: string): PromotionGroup {
  const group = groups.find((each) => each.id === id);
  if (!group) throw refusedGroup.unknown(id);
  return group;
}
