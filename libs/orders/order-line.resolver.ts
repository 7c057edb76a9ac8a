import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CatalogLoader, type Variant } from '#catalog';
import type { Context } from '#kernel';
import { Ctx } from '#platform/graphql';
import type { OrderLineResult } from './order.view.js';

/** The way from a line of an order into the catalog of today: one statement for all lines. */
@Resolver('OrderLine')
export class OrderLineResolver {
  constructor(private readonly catalog: CatalogLoader) {}

  @ResolveField('variant')
  async variant(@Parent() { variantId }: OrderLineResult, @Ctx() context: Context): Promise<Variant | null> {
    return variantId == null ? null : this.catalog.variant(context).load(variantId);
  }
}
