import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, priceScale, type Context } from '#kernel';
import { Ctx, type SetFloorPricesInput, type VariantFloorPrice } from '#platform/graphql';
import { FloorPricesService } from './floor-prices.service.js';

/** Least prices in the API. */
@Resolver()
export class FloorPricesResolver {
  constructor(private readonly service: FloorPricesService) {}

  @Query('floorPrices')
  async floorPrices(@Args('variantIds') variantIds: string[]): Promise<VariantFloorPrice[]> {
    return (await this.service.of(variantIds)).map(({ variantId, currency, amount }) => ({
      variantId,
      currency,
      amount: formatShort(amount ?? 0n, priceScale),
    }));
  }

  @Mutation('setFloorPrices')
  async set(
    @Args('input') { floorPrices, idempotencyKey }: SetFloorPricesInput,
    @Ctx() context: Context,
  ): Promise<{ changed: number }> {
    return { changed: await this.service.set(floorPrices, idempotencyKey, context) };
  }
}
