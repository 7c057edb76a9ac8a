import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { localized, type Connection, type Context } from '#kernel';
import { Ctx, type CategoryProductsArgs, type CreateCategoryInput, type UpdateCategoryInput } from '#platform/graphql';
import { sightOf } from './sight.js';
import { CatalogLoader } from './catalog.loader.js';
import { CatalogService } from './catalog.service.js';
import { CategoryService, type CategoryInput } from './category.service.js';
import type { Category, Product } from './presented.js';

/** The category tree in the API. */
@Resolver('Category')
export class CategoryResolver {
  constructor(
    private readonly categoryService: CategoryService,
    private readonly catalog: CatalogService,
    private readonly loader: CatalogLoader,
  ) {}

  @Query()
  categories(@Ctx() context: Context): Promise<Category[]> {
    return this.categoryService.tree(context);
  }

  @Query()
  category(@Args('slug') slug: string, @Ctx() context: Context): Promise<Category | null> {
    return this.categoryService.bySlug(slug, context);
  }

  @ResolveField()
  parent(@Parent() { parentId }: Category, @Ctx() context: Context): Promise<Category | null> | null {
    return parentId && this.loader.category(context).load(parentId);
  }

  @ResolveField()
  children(@Parent() { id, children }: Category, @Ctx() context: Context): Promise<Category[]> | readonly Category[] {
    return children ?? this.loader.childrenOf(context).load(id);
  }

  @ResolveField()
  products(
    @Parent() { slug }: Category,
    @Args() args: CategoryProductsArgs,
    @Ctx() context: Context,
  ): Promise<Connection<Product>> {
    return this.catalog.products({ ...args, category: slug }, sightOf(args, context), context);
  }

  @Mutation()
  async createCategory(@Args('input') input: CreateCategoryInput, @Ctx() context: Context): Promise<{ category: Category }> {
    return { category: await this.categoryService.create(wanted(input, context), input.idempotencyKey, context) };
  }

  @Mutation()
  async updateCategory(@Args('input') input: UpdateCategoryInput, @Ctx() context: Context): Promise<{ category: Category }> {
    return { category: await this.categoryService.update(input.id, wanted(input, context), input.idempotencyKey, context) };
  }
}

function wanted(input: CreateCategoryInput | UpdateCategoryInput, context: Context): CategoryInput {
  return {
    slug: input.slug ?? undefined,
    name: localized(input.name, input.locale, context),
    parentSlug: input.parentSlug,
    position: input.position ?? undefined,
    assortment: input.assortment ?? undefined,
  };
}
