import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { parseDecimal, type Context } from '#kernel';
import {
  Ctx,
  type CreatePromotionGroupInput,
  type DeletePromotionGroupInput,
  type QueryPromotionGroupsArgs,
  type UpdatePromotionGroupInput,
} from '#platform/graphql';
import type { GroupInput, PromotionGroup } from './group.js';
import { PromotionGroupsService } from './promotion-groups.service.js';

/** Groups of promotions in the API. */
@Resolver()
export class PromotionGroupsResolver {
  constructor(private readonly service: PromotionGroupsService) {}

  @Query()
  async promotionGroup(@Args('id') id: string) {
    const group = await this.service.group(id);
    return group && shown(group);
  }

  @Query()
  async promotionGroups(@Args() args: QueryPromotionGroupsArgs) {
    const { edges, pageInfo } = await this.service.groups(args);
    const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: shown(node) }));
    return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
  }

  @Mutation()
  async createPromotionGroup(@Args('input') input: CreatePromotionGroupInput, @Ctx() context: Context) {
    return { promotionGroup: shown(await this.service.create(wanted(input), context, input.idempotencyKey)) };
  }

  @Mutation()
  async updatePromotionGroup(@Args('input') input: UpdatePromotionGroupInput, @Ctx() context: Context) {
    const changes = { ...wanted(input), ...expected(input.expectedVersion) };
    return { promotionGroup: shown(await this.service.update(input.id, changes, context, input.idempotencyKey)) };
  }

  @Mutation()
  async deletePromotionGroup(@Args('input') input: DeletePromotionGroupInput, @Ctx() context: Context) {
    const { expectedVersion } = expected(input.expectedVersion);
    return { promotionGroupId: await this.service.delete(input.id, expectedVersion, context, input.idempotencyKey) };
  }
}

function wanted(input: CreatePromotionGroupInput | UpdatePromotionGroupInput): GroupInput {
  return {
    name: input.name ?? undefined,
    parentId: input.parentId,
    mode: input.mode ?? undefined,
    scope: input.scope ?? undefined,
    stacking: input.stacking ?? undefined,
    sequence: input.sequence ?? undefined,
  };
}

function expected(version: string | null | undefined): { expectedVersion?: bigint } {
  return version == null ? {} : { expectedVersion: parseDecimal(version, 0, ['expectedVersion']) };
}

function shown({ version, ...group }: PromotionGroup) {
  return { ...group, version: version.toString() };
}
