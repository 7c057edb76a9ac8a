import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { collectionChanged, event, recording, type NewEvent } from '#events';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { offersTopic, revise } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { loader } from '#platform/graphql';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { refused } from '../catalog.errors.js';
import type { Sight } from '../sight.js';
import {
  changesOf,
  decidedCollection,
  emptyCollection,
  mostProducts,
  presentCollection,
  wantedProducts,
  type Collection,
  type CollectionInput,
  type CollectionState,
  type ProductsWish,
} from './collection.js';
import {
  collectionById,
  collectionBySlug,
  collectionsOf,
  insertingCollection,
  pageOfCollections,
  productsOf,
  settingProducts,
  updatingCollection,
  whichProducts,
} from './collection.repository.js';

type Key = string | null | undefined;

/** Collections, and which products they hold. */
@Injectable()
export class CollectionsService {
  /** The collections of a product that are shown, by the product's id: one statement for any number of products. */
  readonly ofProduct = loader<string, Collection[]>(async ({ locales }, products) => {
    const found = await collectionsOf(this.db, products);
    return products.map((id) =>
      found.flatMap(({ productId, ...state }) => (productId === id ? [presentCollection(state, locales)] : [])),
    );
  });

  constructor(private readonly db: Database) {}

  /** One collection; null: there is none, or it is not shown. */
  async bySlug(slug: string, { unpublished }: Sight, { locales }: Context): Promise<Collection | null> {
    const found = await collectionBySlug(this.db, slug, unpublished);
    return found && presentCollection(found, locales);
  }

  /** A page of collections in their order. */
  async page(
    args: { first?: number | null; after?: string | null },
    { unpublished }: Sight,
    { locales }: Context,
  ): Promise<Connection<Collection>> {
    const request = pageRequest(args);
    const found = await pageOfCollections(this.db, request, unpublished);
    const shown = found.map((state) => presentCollection(state, locales));
    return connection(shown, request, ({ position, slug }) => [String(position), slug]);
  }

  /** Makes a collection that holds nothing yet, once per idempotency key. @throws UserError naming the field */
  async create(input: CollectionInput, key: Key, context: Context): Promise<Collection> {
    const { id } = await idempotently<{ id: string }>(this.db, context, 'createCollection', key, input, async (remembering) => {
      const before = emptyCollection(newId('collection'));
      const after = decidedCollection(before, input);
      const news = recording([newsOf(after, changesOf(before, after))], context);
      await this.commit([...remembering({ id: after.id }), insertingCollection(after), news], after);
      return { id: after.id };
    });
    return presentCollection(await this.require(id), context.locales);
  }

  /** Changes what is given of a collection, once per idempotency key; what does not become different is not written. @throws UserError */
  async update(
    id: string,
    { expectedVersion, ...input }: CollectionInput & { readonly expectedVersion?: bigint | undefined },
    key: Key,
    context: Context,
  ): Promise<Collection> {
    const hashed = { id, expectedVersion: expectedVersion?.toString(), ...input };
    await idempotently<{ id: string }>(this.db, context, 'updateCollection', key, hashed, (remembering) =>
      this.db.deciding(`collection ${id}`, async () => {
        const before = await this.require(id);
        if (expectedVersion !== undefined && expectedVersion !== before.version) throw refused.staleCollection(before.version);
        const after = decidedCollection(before, input);
        const changed = changesOf(before, after);
        const writes = changed.length > 0 ? [updatingCollection(after), recording([newsOf(after, changed)], context)] : [];
        await this.commit([...remembering({ id }), ...writes], after);
        return { id };
      }),
    );
    return presentCollection(await this.require(id), context.locales);
  }

  /** Makes a collection hold other products, once per idempotency key. Rules that ask for it see them at once. @throws UserError */
  async setProducts(mutation: string, id: string, wish: ProductsWish, key: Key, context: Context): Promise<Collection> {
    await idempotently<{ id: string }>(this.db, context, mutation, key, { id, ...wish }, (remembering) =>
      this.db.deciding(`collection ${id}`, async () => {
        const collection = await this.require(id, ['collectionId']);
        const before = await productsOf(this.db, id);
        const after = await this.checked(wish, before);
        const news = () => recording([newsOf(collection, ['products'])], context);
        const writes = isDeepStrictEqual(before, after)
          ? []
          : [updatingCollection(collection), settingProducts(id, after), news(), revise(offersTopic)];
        await this.commit([...remembering({ id }), ...writes], collection);
        return { id };
      }),
    );
    return presentCollection(await this.require(id), context.locales);
  }

  private async checked(wish: ProductsWish, before: readonly string[]): Promise<string[]> {
    const [field, named] = 'all' in wish ? (['productIds', wish.all] as const) : (['add', wish.add] as const);
    const after = wantedProducts(before, wish);
    if (after.length > mostProducts) throw refused.tooMany('products in a collection', mostProducts, [field]);
    const known = await whichProducts(this.db, named);
    const missing = named.findIndex((product) => !known.has(product));
    if (missing >= 0) throw refused.unknown('product', named[missing] ?? '', [field, missing]);
    return after;
  }

  private async require(id: string, path = ['id']): Promise<CollectionState> {
    const found = await collectionById(this.db, id);
    if (!found) throw refused.unknown('collection', id, path);
    return found;
  }

  private async commit(writes: Parameters<Database['commit']>[0], { slug }: CollectionState): Promise<void> {
    await this.db.commit(writes).catch((error: unknown) => {
      throw constraintOf(error) === 'collection_slug_key' ? refused.taken('the slug', slug, ['slug']) : error;
    });
  }
}

function newsOf({ id, slug, version }: CollectionState, changed: string[]): NewEvent {
  return event(collectionChanged, newId('event'), id, version + 1n, { collectionId: id, slug, changed });
}
