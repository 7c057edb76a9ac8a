import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { inLanguage, localized, parseDecimal, type Context } from '#kernel';
import {
  Ctx,
  type ArchivePromotionInput,
  type CreatePromotionInput,
  type QueryPromotionsArgs,
  type UpdatePromotionInput,
} from '#platform/graphql';
import type { Promotion, PromotionInput } from './promotion.js';
import { PromotionsService } from './promotions.service.js';

/** Promotions in the API. */
@Resolver()
export class PromotionsResolver {
  constructor(private readonly service: PromotionsService) {}

  @Query()
  async promotion(@Args('id') id: string, @Ctx() context: Context) {
    const promotion = await this.service.promotion(id);
    return promotion && shown(promotion, context);
  }

  @Query()
  async promotions(@Args() args: QueryPromotionsArgs, @Ctx() context: Context) {
    const { edges, pageInfo } = await this.service.promotions(args);
    const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: shown(node, context) }));
    return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
  }

  @Mutation()
  async createPromotion(@Args('input') input: CreatePromotionInput, @Ctx() context: Context) {
    const promotion = await this.service.create(wanted(input, context), context, input.idempotencyKey);
    return { promotion: shown(promotion, context) };
  }

  @Mutation()
  async updatePromotion(@Args('input') input: UpdatePromotionInput, @Ctx() context: Context) {
    const expectedVersion =
      input.expectedVersion == null ? undefined : parseDecimal(input.expectedVersion, 0, ['expectedVersion']);
    const changes = { ...wanted(input, context), expectedVersion };
    const promotion = await this.service.update(input.id, changes, context, input.idempotencyKey);
    return { promotion: shown(promotion, context) };
  }

  @Mutation()
  async archivePromotion(@Args('input') { id, idempotencyKey }: ArchivePromotionInput, @Ctx() context: Context) {
    return { promotion: shown(await this.service.archive(id, context, idempotencyKey), context) };
  }
}

function wanted(input: CreatePromotionInput | UpdatePromotionInput, context: Context): PromotionInput {
  return {
    name: localized(input.name, input.locale, context),
    code: input.code,
    lane: input.lane ?? undefined,
    sequence: input.sequence ?? undefined,
    conditions: input.conditions ?? undefined,
    action: input.action ?? undefined,
    validFrom: input.validFrom == null ? input.validFrom : new Date(input.validFrom),
    validTo: input.validTo == null ? input.validTo : new Date(input.validTo),
    usageLimit: input.usageLimit,
    status: input.active == null ? undefined : input.active ? 'ACTIVE' : 'DRAFT',
  };
}

function shown({ name, version, ...promotion }: Promotion, { locales }: Context) {
  return { ...promotion, name: inLanguage(name, locales), version: version.toString() };
}
