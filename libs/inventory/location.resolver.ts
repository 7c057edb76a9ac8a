import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import { Ctx, type CreateLocationInput, type QueryLocationsArgs, type UpdateLocationInput } from '#platform/graphql';
import type { Location } from './location.js';
import { LocationService } from './location.service.js';

/** Locations over GraphQL. */
@Resolver()
export class LocationResolver {
  constructor(private readonly service: LocationService) {}

  @Query()
  locations(@Args() page: QueryLocationsArgs): Promise<Connection<Location>> {
    return this.service.locations(page);
  }

  @Mutation()
  async createLocation(@Ctx() context: Context, @Args('input') input: CreateLocationInput): Promise<{ location: Location }> {
    return { location: await this.service.createLocation(context, input) };
  }

  @Mutation()
  async updateLocation(@Ctx() context: Context, @Args('input') input: UpdateLocationInput): Promise<{ location: Location }> {
    return { location: await this.service.updateLocation(context, input) };
  }
}
