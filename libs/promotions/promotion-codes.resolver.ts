import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, type GeneratePromotionCodesInput } from '#platform/graphql';
import { PromotionCodesService } from './promotion-codes.service.js';
import { shownPromotion } from './promotion.view.js';

/** Codes that count once, in the API. */
@Resolver()
export class PromotionCodesResolver {
  constructor(private readonly service: PromotionCodesService) {}

  @Mutation()
  async generatePromotionCodes(@Args('input') input: GeneratePromotionCodesInput, @Ctx() context: Context) {
    const { promotion, codes } = await this.service.generate(input, context, input.idempotencyKey);
    return { promotion: shownPromotion(promotion, context, new Date()), codes };
  }
}
