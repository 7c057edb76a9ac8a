import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Product } from '#catalog';
import type { Connection, Context } from '#kernel';
import { Ctx, type ProductSearchProductsArgs, type QuerySearchProductsArgs } from '#platform/graphql';
import type { Criteria } from './criteria.js';
import type { SearchFacets } from './facets.js';
import { SearchService } from './search.service.js';

/** A search that was asked for. */
interface Asked {
  readonly criteria: Criteria;
}

/** Searching in the API. */
@Resolver('ProductSearch')
export class SearchResolver {
  constructor(private readonly search: SearchService) {}

  @Query()
  searchProducts(@Args() { text, filter }: QuerySearchProductsArgs): Asked {
    return { criteria: this.search.criteria(text, filter) };
  }

  @ResolveField()
  products(
    @Parent() { criteria }: Asked,
    @Args() args: ProductSearchProductsArgs,
    @Ctx() context: Context,
  ): Promise<Connection<Product>> {
    return this.search.page(criteria, args, context);
  }

  @ResolveField()
  facets(@Parent() { criteria }: Asked, @Ctx() context: Context): Promise<SearchFacets> {
    return this.search.facets(criteria, context);
  }
}
