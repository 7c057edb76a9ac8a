import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Database } from '#platform/db';
import { Ctx, type QueryAvailabilityArgs } from '#platform/graphql';
import { viewerOf } from '../seen.js';
import { availabilityOf, placesOf, variantsAsked, type VariantAvailability } from './availability.js';
import { readStock } from './availability.repository.js';

/** What can be had where, for storefronts and tills: one statement. */
@Resolver()
export class AvailabilityResolver {
  constructor(private readonly db: Database) {}

  @Query()
  async availability(
    @Ctx() context: Context,
    @Args() { variantIds, locationIds }: QueryAvailabilityArgs,
  ): Promise<VariantAvailability[]> {
    const places = placesOf(locationIds ?? null, context.channel);
    const { variants, locations, left } = await readStock(this.db, variantsAsked(variantIds), places, viewerOf(context));
    const { safetyStock } = context.channel;
    return variants.map((variant) =>
      availabilityOf(variant, locations, (locationId) => left(variant.id, locationId), safetyStock),
    );
  }
}
