import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import {
  Ctx,
  type CreateProductInput,
  type MutationPublishProductArgs,
  type MutationUnpublishProductArgs,
  type QueryProductArgs,
  type QueryProductsArgs,
  type QueryVariantArgs,
  type UpdateProductInput,
} from '#platform/graphql';
import { sightOf } from './sight.js';
import { productInput } from './catalog.input.js';
import { CatalogLoader } from './catalog.loader.js';
import { CatalogService } from './catalog.service.js';
import type { Category, Product, Variant } from './presented.js';

/** Products and variants in the API. */
@Resolver('Product')
export class CatalogResolver {
  constructor(
    private readonly catalog: CatalogService,
    private readonly loader: CatalogLoader,
  ) {}

  @Query()
  product(@Args() args: QueryProductArgs, @Ctx() context: Context): Promise<Product | null> {
    return this.catalog.product(args, sightOf(args, context), context);
  }

  @Query()
  products(@Args() args: QueryProductsArgs, @Ctx() context: Context): Promise<Connection<Product>> {
    return this.catalog.products(args, sightOf(args, context), context);
  }

  @Query()
  variant(@Args() args: QueryVariantArgs, @Ctx() context: Context): Promise<Variant | null> {
    return this.catalog.variant(args, sightOf(args, context), context);
  }

  @Query()
  async variantsByCode(
    @Args('codes') codes: string[],
    @Ctx() context: Context,
  ): Promise<{ code: string; variant: Variant | null }[]> {
    const variants = await this.catalog.variantsByCode(codes, context);
    return codes.map((code, index) => ({ code, variant: variants[index] ?? null }));
  }

  @ResolveField()
  categories(@Parent() { id }: Product, @Ctx() context: Context): Promise<Category[]> {
    return this.loader.categoriesOf(context).load(id);
  }

  @Mutation()
  async createProduct(@Args('input') input: CreateProductInput, @Ctx() context: Context): Promise<{ product: Product }> {
    const wanted = productInput(input, context);
    return { product: await this.catalog.saveProduct('createProduct', 'CREATE', wanted, input.idempotencyKey, context) };
  }

  @Mutation()
  async updateProduct(@Args('input') input: UpdateProductInput, @Ctx() context: Context): Promise<{ product: Product }> {
    const wanted = productInput(input, context);
    return { product: await this.catalog.saveProduct('updateProduct', 'UPDATE', wanted, input.idempotencyKey, context) };
  }

  @Mutation()
  async publishProduct(@Args() { input }: MutationPublishProductArgs, @Ctx() context: Context): Promise<{ product: Product }> {
    const wanted = { id: input.id, published: input.at == null ? true : new Date(input.at) };
    return { product: await this.catalog.saveProduct('publishProduct', 'UPDATE', wanted, input.idempotencyKey, context) };
  }

  @Mutation()
  async unpublishProduct(
    @Args() { input }: MutationUnpublishProductArgs,
    @Ctx() context: Context,
  ): Promise<{ product: Product }> {
    const wanted = { id: input.id, published: false };
    return { product: await this.catalog.saveProduct('unpublishProduct', 'UPDATE', wanted, input.idempotencyKey, context) };
  }
}
