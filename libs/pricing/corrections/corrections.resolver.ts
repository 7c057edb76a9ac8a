import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, type CorrectPricesInput } from '#platform/graphql';
import { tierOf } from '../price.view.js';
import { CorrectionsService } from './corrections.service.js';

/** Corrections of past prices in the API. */
@Resolver()
export class CorrectionsResolver {
  constructor(private readonly corrections: CorrectionsService) {}

  @Mutation()
  async correctPrices(
    @Args('input') { list, variantId, tiers, validFrom, validTo, reason, idempotencyKey }: CorrectPricesInput,
    @Ctx() context: Context,
  ): Promise<{ correctionId: string }> {
    const correction = {
      ...{ list, variantId, reason },
      validFrom: new Date(validFrom),
      validTo: new Date(validTo),
      tiers: tiers.map((tier, index) => tierOf(tier, ['tiers', index])),
    };
    return { correctionId: await this.corrections.correct(correction, context, idempotencyKey) };
  }
}
