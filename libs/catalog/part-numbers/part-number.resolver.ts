import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import { Ctx, type QueryPartNumbersArgs, type SetPartNumbersInput } from '#platform/graphql';
import { CatalogLoader } from '../catalog.loader.js';
import type { Variant } from '../presented.js';
import type { PartNumber } from './part-number.js';
import { PartNumbersService } from './part-numbers.service.js';

/** What customers and organizations call variants, in the API. */
@Resolver('PartNumber')
export class PartNumberResolver {
  constructor(
    private readonly numbers: PartNumbersService,
    private readonly loader: CatalogLoader,
  ) {}

  @Query()
  partNumbers(@Args() args: QueryPartNumbersArgs): Promise<Connection<PartNumber>> {
    return this.numbers.page(args.ownerId, args);
  }

  @ResolveField()
  variant(@Parent() { variantId }: PartNumber, @Ctx() context: Context): Promise<Variant | null> {
    return this.loader.variant(context).load(variantId);
  }

  @Mutation()
  async setPartNumbers(@Args('input') input: SetPartNumbersInput, @Ctx() context: Context): Promise<{ count: number }> {
    const numbers = input.partNumbers.map(({ number, variantId }) => ({ number, variantId: variantId ?? null }));
    return { count: await this.numbers.set(input.ownerId, numbers, input.idempotencyKey, context) };
  }
}

/** A variant's name in the buyer's own books. */
@Resolver('Variant')
export class CustomerPartNumberResolver {
  constructor(private readonly numbers: PartNumbersService) {}

  @ResolveField()
  customerPartNumber(@Parent() { id }: Variant, @Ctx() context: Context): Promise<string | null> {
    return this.numbers.ofVariant(context).load(id);
  }
}
