import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { Database } from '#platform/db';
import { loader } from '#platform/graphql';
import { CatalogService } from './catalog.service.js';
import { categoriesBelow, categoriesById, categoriesOf } from './category.repository.js';
import { lookerOf } from './category.service.js';
import { presentCategory, type Category, type CategoryRow, type Variant } from './presented.js';

/** Batched reads for fields: whatever a list asks for is read in one statement. */
@Injectable()
export class CatalogLoader {
  constructor(
    private readonly db: Database,
    private readonly catalog: CatalogService,
  ) {}

  /** The categories that a product is in, by the product's id. */
  readonly categoriesOf = loader(async (context: Context, products: readonly string[]) => {
    const rows = await categoriesOf(this.db, products, lookerOf(context));
    return grouped(products, rows, (row) => row.product_id, context);
  });

  /** The categories right below one, by its id. */
  readonly childrenOf = loader(async (context: Context, parents: readonly string[]) => {
    const rows = await categoriesBelow(this.db, parents, lookerOf(context));
    return grouped(parents, rows, (row) => row.parent_id, context);
  });

  /** A category by its id. */
  readonly category = loader<string, Category | null>(async (context: Context, ids: readonly string[]) => {
    const found = new Map<string, Category>(
      (await categoriesById(this.db, ids)).map(({ id, slug, name, position, parentId }) => [
        id,
        presentCategory({ id, slug, name, position, parent_id: parentId }, context.locales),
      ]),
    );
    return ids.map((id) => found.get(id) ?? null);
  });

  /** A variant with its product by its id, for whoever refers to variants; null when it is not offered to the public. */
  readonly variant = loader<string, Variant | null>((context: Context, ids: readonly string[]) =>
    this.catalog.variants(ids, { unpublished: false }, context),
  );
}

function grouped<R extends CategoryRow>(
  keys: readonly string[],
  rows: readonly R[],
  keyOf: (row: R) => string | null,
  context: Context,
): Category[][] {
  const groups = new Map<string | null, Category[]>(keys.map((key) => [key, []]));
  for (const row of rows) {
    const { id, slug, name, position, parent_id } = row;
    groups.get(keyOf(row))?.push(presentCategory({ id, slug, name, position, parent_id }, context.locales));
  }
  return keys.map((key) => groups.get(key) ?? []);
}
