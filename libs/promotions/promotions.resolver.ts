import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { localized, parseDecimal, UserError, type Context } from '#kernel';
import {
  Ctx,
  type ArchivePromotionInput,
  type CreatePromotionInput,
  type PublishPromotionInput,
  type QueryPromotionChangesArgs,
  type QueryPromotionsArgs,
  type UpdatePromotionInput,
} from '#platform/graphql';
import type { PromotionInput } from './promotion.js';
import { shownPromotion, type ShownPromotion } from './promotion.view.js';
import { PromotionCodesService } from './promotion-codes.service.js';
import { PromotionsService } from './promotions.service.js';

/** Promotions in the API. */
@Resolver('Promotion')
export class PromotionsResolver {
  constructor(
    private readonly service: PromotionsService,
    private readonly codes: PromotionCodesService,
  ) {}

  @Query()
  async promotion(@Args('id') id: string, @Ctx() context: Context) {
    const promotion = await this.service.promotion(id);
    return promotion && shownPromotion(promotion, context, new Date());
  }

  @Query()
  async promotions(@Args() args: QueryPromotionsArgs, @Ctx() context: Context) {
    const { edges, pageInfo } = await this.service.promotions(args);
    const now = new Date();
    const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: shownPromotion(node, context, now) }));
    return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
  }

  @Query()
  async promotionConflicts(@Args('id') id: string, @Ctx() context: Context) {
    const { conflicts, isComplete } = await this.service.conflicts(id);
    const now = new Date();
    const shown = conflicts.map(({ promotion, kind }) => ({ kind, promotion: shownPromotion(promotion, context, now) }));
    return { conflicts: shown, isComplete };
  }

  @Query()
  async promotionChanges(@Args() args: QueryPromotionChangesArgs) {
    return this.service.changes(args);
  }

  @Mutation()
  async createPromotion(@Args('input') input: CreatePromotionInput, @Ctx() context: Context) {
    return naming(input, async () => {
      const promotion = await this.service.create(wanted(input, context), context, input.idempotencyKey);
      return { promotion: shownPromotion(promotion, context, new Date()) };
    });
  }

  @Mutation()
  async updatePromotion(@Args('input') input: UpdatePromotionInput, @Ctx() context: Context) {
    return naming(input, async () => {
      const changes = { ...wanted(input, context), ...expected(input.expectedVersion) };
      const promotion = await this.service.update(input.id, changes, context, input.idempotencyKey);
      return { promotion: shownPromotion(promotion, context, new Date()) };
    });
  }

  @Mutation()
  async publishPromotion(@Args('input') input: PublishPromotionInput, @Ctx() context: Context) {
    const times = { ...timesWanted(input), ...expected(input.expectedVersion) };
    const promotion = await this.service.publish(input.id, times, context, input.idempotencyKey);
    return { promotion: shownPromotion(promotion, context, new Date()) };
  }

  @Mutation()
  async archivePromotion(@Args('input') { id, idempotencyKey }: ArchivePromotionInput, @Ctx() context: Context) {
    return { promotion: shownPromotion(await this.service.archive(id, context, idempotencyKey), context, new Date()) };
  }

  @ResolveField('singleUseCodes')
  async singleUseCodes(@Parent() { id, singleUse }: ShownPromotion, @Ctx() context: Context) {
    const counts = singleUse ? await this.codes.counts(context).load(id) : null;
    return counts ?? { generated: 0, used: 0 };
  }
}

type Given = CreatePromotionInput | UpdatePromotionInput;

function wanted(input: Given, context: Context): PromotionInput {
  const { code, codes } = input;
  if (code != null && codes != null) throw new UserError('INVALID', 'say either code or codes', ['code']);
  return {
    ...timesWanted(input),
    name: localized(input.name, input.locale, context),
    codes: codes ?? (code === undefined ? undefined : code === null ? [] : [code]),
    lane: input.lane ?? undefined,
    sequence: input.sequence ?? undefined,
    groupId: input.groupId,
    stacking: input.stacking ?? undefined,
    conditions: input.conditions ?? undefined,
    action: input.action ?? undefined,
    maxDiscount: input.maxDiscount,
    reducesTaxBase: input.reducesTaxBase ?? undefined,
    usageLimit: input.usageLimit,
    usageLimitPerPerson: input.usageLimitPerPerson,
    budget: input.budget,
    budgetEnd: input.budgetEnd ?? undefined,
    status: input.active == null ? undefined : input.active ? 'ACTIVE' : 'DRAFT',
  };
}

function timesWanted({ window, validFrom, validTo }: Pick<Given, 'window' | 'validFrom' | 'validTo'>) {
  return {
    window,
    validFrom: validFrom == null ? validFrom : new Date(validFrom),
    validTo: validTo == null ? validTo : new Date(validTo),
  };
}

function expected(version: string | null | undefined): { expectedVersion?: bigint } {
  return version == null ? {} : { expectedVersion: parseDecimal(version, 0, ['expectedVersion']) };
}

/** Whoever gave one code under its own name is answered by that name. */
async function naming<T>({ code }: Pick<Given, 'code'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (code == null || !(error instanceof UserError) || error.path[0] !== 'codes') throw error;
    throw new UserError(error.code, error.message, ['code'], error.facts);
  }
}
