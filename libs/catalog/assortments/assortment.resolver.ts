import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx } from '#platform/graphql';
import { AssortmentLoader, type ShownAssortment } from './assortment.loader.js';

/** The assortment of a product in the API. */
@Resolver('Product')
export class ProductAssortmentResolver {
  constructor(private readonly assortments: AssortmentLoader) {}

  @ResolveField()
  assortment(@Parent() { id }: { readonly id: string }, @Ctx() context: Context): Promise<ShownAssortment | null> {
    return this.assortments.of('product', id, context);
  }
}

/** The assortment of a category in the API. */
@Resolver('Category')
export class CategoryAssortmentResolver {
  constructor(private readonly assortments: AssortmentLoader) {}

  @ResolveField()
  assortment(@Parent() { id }: { readonly id: string }, @Ctx() context: Context): Promise<ShownAssortment | null> {
    return this.assortments.of('category', id, context);
  }
}
