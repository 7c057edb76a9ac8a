import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { localized, parseDecimal, type Connection, type Context } from '#kernel';
import {
  Ctx,
  type ChangeCollectionProductsInput,
  type CollectionProductsArgs,
  type CreateCollectionInput,
  type QueryCollectionArgs,
  type QueryCollectionsArgs,
  type SetCollectionProductsInput,
  type UpdateCollectionInput,
} from '#platform/graphql';
import { CatalogService } from '../catalog.service.js';
import type { Product } from '../presented.js';
import { sightOf } from '../sight.js';
import type { Collection, CollectionInput } from './collection.js';
import { CollectionsService } from './collections.service.js';

/** Collections in the API. */
@Resolver('Collection')
export class CollectionsResolver {
  constructor(
    private readonly collectionsService: CollectionsService,
    private readonly catalog: CatalogService,
  ) {}

  @Query('collection')
  collection(@Args() args: QueryCollectionArgs, @Ctx() context: Context): Promise<Collection | null> {
    return this.collectionsService.bySlug(args.slug, sightOf(args, context), context);
  }

  @Query('collections')
  collections(@Args() args: QueryCollectionsArgs, @Ctx() context: Context): Promise<Connection<Collection>> {
    return this.collectionsService.page(args, sightOf(args, context), context);
  }

  @ResolveField()
  products(
    @Parent() { id }: Collection,
    @Args() args: CollectionProductsArgs,
    @Ctx() context: Context,
  ): Promise<Connection<Product>> {
    return this.catalog.productsInCollection(id, args, sightOf(args, context), context);
  }

  @Mutation('createCollection')
  async create(@Args('input') input: CreateCollectionInput, @Ctx() context: Context): Promise<{ collection: Collection }> {
    return { collection: await this.collectionsService.create(wanted(input, context), input.idempotencyKey, context) };
  }

  @Mutation('updateCollection')
  async update(@Args('input') input: UpdateCollectionInput, @Ctx() context: Context): Promise<{ collection: Collection }> {
    const { id, expectedVersion: seen, idempotencyKey } = input;
    const expectedVersion = seen == null ? undefined : parseDecimal(seen, 0, ['expectedVersion']);
    const change = { ...wanted(input, context), expectedVersion };
    return { collection: await this.collectionsService.update(id, change, idempotencyKey, context) };
  }

  @Mutation('setCollectionProducts')
  async setProducts(
    @Args('input') { collectionId, productIds, idempotencyKey }: SetCollectionProductsInput,
    @Ctx() context: Context,
  ): Promise<{ collection: Collection }> {
    const wish = { all: productIds };
    const name = 'setCollectionProducts';
    return { collection: await this.collectionsService.setProducts(name, collectionId, wish, idempotencyKey, context) };
  }

  @Mutation('changeCollectionProducts')
  async changeProducts(
    @Args('input') { collectionId, add = [], remove = [], idempotencyKey }: ChangeCollectionProductsInput,
    @Ctx() context: Context,
  ): Promise<{ collection: Collection }> {
    const wish = { add, remove };
    const name = 'changeCollectionProducts';
    return { collection: await this.collectionsService.setProducts(name, collectionId, wish, idempotencyKey, context) };
  }
}

/** The collections of products in the API. */
@Resolver('Product')
export class CollectedProductResolver {
  constructor(private readonly collectionsService: CollectionsService) {}

  @ResolveField()
  collections(@Parent() { id }: Product, @Ctx() context: Context): Promise<Collection[]> {
    return this.collectionsService.ofProduct(context).load(id);
  }
}

function wanted(input: CreateCollectionInput | UpdateCollectionInput, context: Context): CollectionInput {
  const { slug, name, description, locale, position, publishedAt } = input;
  return {
    slug: slug ?? undefined,
    name: localized(name, locale, context),
    description: localized(description, locale, context),
    position: position ?? undefined,
    publishedAt: publishedAt == null ? publishedAt : new Date(publishedAt),
  };
}
