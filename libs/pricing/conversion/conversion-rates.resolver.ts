import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { rateScale } from '#engine';
import { formatShort, priceScale, type Context } from '#kernel';
import { Ctx, type PublishConversionRatesInput, type QueryConversionRatesArgs } from '#platform/graphql';
import type { PublishedRate } from './conversion-rate.js';
import { ConversionRatesService } from './conversion-rates.service.js';

/** Conversion rates in the API. */
@Resolver()
export class ConversionRatesResolver {
  constructor(private readonly rates: ConversionRatesService) {}

  @Query()
  async conversionRates(@Args() args: QueryConversionRatesArgs) {
    const { edges, pageInfo } = await this.rates.page(args);
    const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: shownRate(node) }));
    return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
  }

  @Mutation()
  async publishConversionRates(
    @Args('input') { rates, idempotencyKey }: PublishConversionRatesInput,
    @Ctx() context: Context,
  ): Promise<{ published: number }> {
    const wanted = rates.map(({ validFrom, ...rate }) => ({
      ...rate,
      validFrom: validFrom == null ? null : new Date(validFrom),
    }));
    return { published: await this.rates.publish(wanted, context, idempotencyKey) };
  }
}

function shownRate({ id, from, to, rate, points, validFrom }: PublishedRate) {
  return {
    ...{ id, from, to, rate: formatShort(rate, rateScale), validFrom: new Date(validFrom) },
    points: points && { step: formatShort(points.step, priceScale), ending: formatShort(points.ending, priceScale) },
  };
}
