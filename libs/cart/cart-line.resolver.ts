import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CatalogLoader, type Variant } from '#catalog';
import type { Context } from '#kernel';
import { Ctx } from '#platform/graphql';
import type { CartLineResult } from './cart.view.js';

/** The way from a line of a cart into the catalog: one statement for all lines. */
@Resolver('CartLine')
export class CartLineResolver {
  constructor(private readonly catalog: CatalogLoader) {}

  @ResolveField('variant')
  variant(@Parent() { variantId }: CartLineResult, @Ctx() context: Context): Promise<Variant | null> {
    return this.catalog.variant(context).load(variantId);
  }
}
