import { Injectable } from '@nestjs/common';
import { largestPage, pageRequest, type Connection, type Context, type Id, type PageRequest, type Path } from '#kernel';
import { event, productChanged, recording } from '#events';
import { allowingBackorder } from '#inventory';
import { offersTopic, revise } from '#platform/broadcast';
import { Clock } from '#platform/clock';
import { codeOf, Conflict, constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { refused } from './catalog.errors.js';
import {
  findByCodes,
  findByGtin,
  findByIds,
  findBySku,
  findBySlug,
  findByVariants,
  findPage,
  findPageOfCollection,
  type CodeSearch,
  type Looker,
} from './catalog.repository.js';
import { canonicalGtin } from './gtin.js';
import { ownersOf } from './part-numbers/part-number.js';
import { SeenPages } from './seen-pages.repository.js';
import { presentProduct, type Product, type ProductRow, type Variant } from './presented.js';
import type { ProductInput, SavedProduct } from './product.js';
import { decideBatch, type ProductChange, type Refusal, type SaveMode } from './save-products.js';
import { loadKnown, savingChanges } from './save.repository.js';
import { viewerOf } from './seen.js';
import type { Sight } from './sight.js';

/** How a batch is saved. */
export interface SaveOptions {
  /** UPSERT unless said. */
  readonly mode?: SaveMode;
  /** Does everything but keep it. */
  readonly dryRun?: boolean;
  /** What stands before a product's fields in the path of a refusal: its index unless said. */
  readonly pathOf?: (index: number) => Path;
}

/** What saving a batch takes: the writes for a transaction, and what they will have made. */
export interface Saving {
  readonly writes: readonly Write[];
  /** An entry for each input, null for a refused one. */
  readonly products: readonly (SavedProduct | null)[];
  readonly refusals: readonly Refusal[];
}

/** One of the ways to name a variant. */
export interface VariantKey {
  readonly id?: string | null;
  readonly sku?: string | null;
  readonly barcode?: string | null;
  /** The buyer's own. */
  readonly partNumber?: string | null;
}

/** A product alone is a page of one. */
const alone: PageRequest = { first: 1, after: null };

/** Products and their variants: the one way to save them, and the reads of shops and tills. */
@Injectable()
export class CatalogService {
  private readonly pages = new SeenPages();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the products as wanted, in a handful of statements however many they are. What has not changed is not written
   * and not told; the first refusal refuses all. @throws UserError naming the field
   */
  async saveProducts(batch: readonly ProductInput[], context: Context, options: SaveOptions = {}): Promise<SavedProduct[]> {
    return this.db.deciding('catalog.save', async () => {
      const { writes, products, refusals } = await this.savingProducts(batch, context, options);
      if (refusals[0]) throw refusals[0].error;
      try {
        await (options.dryRun ? this.db.rehearse(writes) : this.db.commit(writes));
      } catch (error) {
        throw overtaken(error);
      }
      return products.filter((product) => product !== null);
    });
  }

  /**
   * Makes or changes one product for the mutation of this name, once per idempotency key, and reads it back.
   * @throws UserError naming the field
   */
  async saveProduct(
    mutation: string,
    mode: SaveMode,
    input: ProductInput,
    key: string | null | undefined,
    context: Context,
  ): Promise<Product> {
    const { id } = await idempotently<{ id: Id<'product'> }>(this.db, context, mutation, key, input, (remembering) =>
      this.db.deciding('catalog.save', async () => {
        const { writes, products, refusals } = await this.savingProducts([input], context, { mode, pathOf: () => [] });
        const saved = products[0];
        if (!saved) throw refusals[0]?.error ?? refused.missing('the product', []);
        const result = { id: saved.id };
        await this.db.commit([...remembering(result), ...writes]).catch((error: unknown) => {
          throw overtaken(error);
        });
        return result;
      }),
    );
    const product = await this.product({ id }, { unpublished: true }, context);
    if (!product) throw refused.unknown('product', id, ['id']);
    return product;
  }

  /**
   * Decides a batch and makes its writes, for a transaction that holds more than products: use it inside
   * `Database.deciding`, and let `overtaken` look at what the commit throws. Refused products are left out of the writes.
   */
  async savingProducts(batch: readonly ProductInput[], context: Context, options: SaveOptions = {}): Promise<Saving> {
    const { mode = 'UPSERT', pathOf = (index: number): Path => [index] } = options;
    const known = await loadKnown(this.db, batch);
    const decided = decideBatch(batch, known, { mode, pathOf, newId, now: this.clock.now() });
    const { saved, refusals, changes, newCategories } = decided;
    const news = changes.map((change) => tell(change));
    const backorders = changes.flatMap(changedBackorders);
    const writes = [
      ...savingChanges(changes, newCategories),
      ...(backorders.length > 0 ? [allowingBackorder(backorders, context)] : []),
      ...(news.length > 0 ? [recording(news, context), revise(offersTopic)] : []),
    ];
    return { writes, products: saved, refusals };
  }

  /** One product with all its variants, or null: one statement. */
  async product(key: { slug?: string | null; id?: string | null }, sight: Sight, context: Context): Promise<Product | null> {
    const looker = lookerOf(sight, context);
    const { slug } = key;
    if (slug != null) {
      const found = await this.pages.current(JSON.stringify([slug, looker]), alone, (known) =>
        findBySlug(this.db, slug, looker, known),
      );
      return found.in(context.locales).nodes[0] ?? null;
    }
    const [row] = await findByIds(this.db, [key.id ?? ''], looker);
    return row ? presentProduct(row, context.locales) : null;
  }

  /** One variant with its product, or null: one statement. */
  async variant(key: VariantKey, sight: Sight, context: Context): Promise<Variant | null> {
    const { partNumber } = key;
    if (partNumber != null && key.id == null && key.sku == null && key.barcode == null)
      return (
        (await this.named([partNumber], { owners: ownersOf(context.buyer), partNumbersOnly: true }, sight, context))[0] ?? null
      );
    const { row, is } = await this.findVariant(key, lookerOf(sight, context));
    return row ? (presentProduct(row, context.locales).variants.find(is) ?? null) : null;
  }

  /** Variants with their products by id, in the order of the ids; null for one that is not offered: one statement. */
  async variants(ids: readonly string[], sight: Sight, context: Context): Promise<(Variant | null)[]> {
    const rows = await findByVariants(this.db, ids, lookerOf(sight, context));
    const found = rows.flatMap((row) => presentProduct(row, context.locales).variants);
    const byId = new Map<string, Variant>(found.map((variant) => [variant.id, variant]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** What each code means to the buyer, in their order: its part number, else a SKU, else a barcode; null: nothing. One statement. */
  async variantsByCode(codes: readonly string[], context: Context): Promise<(Variant | null)[]> {
    if (codes.length > largestPage) throw refused.tooMany('codes', largestPage, ['codes']);
    const trimmed = codes.map((code) => code.trim());
    return this.named(trimmed, { owners: ownersOf(context.buyer), partNumbersOnly: false }, { unpublished: false }, context);
  }

  /** Published products by id, in the order of the ids; those that the buyer may not know of are left out. One statement. */
  async productsOf(ids: readonly string[], context: Context): Promise<Product[]> {
    const rows = await findByIds(this.db, ids, lookerOf({ unpublished: false }, context));
    const found = new Map<string, ProductRow>(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = found.get(id);
      return row ? [presentProduct(row, context.locales)] : [];
    });
  }

  private async named(codes: readonly string[], search: CodeSearch, sight: Sight, context: Context): Promise<(Variant | null)[]> {
    const found = await findByCodes(this.db, codes, search, lookerOf(sight, context));
    return codes.map((_, index) => {
      const hit = found.get(index);
      if (!hit) return null;
      return presentProduct(hit.row, context.locales).variants.find(({ id }) => id === hit.variantId) ?? null;
    });
  }

  /** A page of products with all their variants, of a category or of all: one statement. */
  async products(
    args: { first?: number | null; after?: string | null; category?: string | null },
    sight: Sight,
    context: Context,
  ): Promise<Connection<Product>> {
    const request = pageRequest(args);
    const category = args.category ?? null;
    const looker = lookerOf(sight, context);
    const key = JSON.stringify([category, looker, request]);
    const found = await this.pages.current(key, request, (known) => findPage(this.db, request, category, looker, known));
    return found.in(context.locales);
  }

  /** A page of the products of a collection, in its order: one statement. */
  async productsInCollection(
    collectionId: string,
    args: { first?: number | null; after?: string | null },
    sight: Sight,
    context: Context,
  ): Promise<Connection<Product>> {
    const request = pageRequest(args);
    const looker = lookerOf(sight, context);
    const key = JSON.stringify([collectionId, looker, request]);
    const found = await this.pages.current(key, request, (known) =>
      findPageOfCollection(this.db, request, collectionId, looker, known),
    );
    return found.in(context.locales);
  }

  private async findVariant(
    key: VariantKey,
    looker: Looker,
  ): Promise<{ row: ProductRow | null; is: (variant: Variant) => boolean }> {
    const { id, sku, barcode } = key;
    if (id != null) return { row: (await findByVariants(this.db, [id], looker))[0] ?? null, is: (variant) => variant.id === id };
    if (sku != null) return { row: await findBySku(this.db, sku, looker), is: (variant) => variant.sku === sku };
    if (barcode == null) throw refused.missing('an id, SKU, barcode or part number', []);
    const gtin = canonicalGtin(barcode);
    return {
      row: await findByGtin(this.db, barcode, looker),
      is: (variant) => variant.gtin !== null && canonicalGtin(variant.gtin) === gtin,
    };
  }
}

/** What a failed commit of a batch means: that somebody else was faster becomes a Conflict, so that it is decided again. */
export function overtaken(error: unknown): unknown {
  // a unique key or an exclusion: the next decision sees who holds it, and says so
  const held = codeOf(error) === '23505' || codeOf(error) === '23P01';
  return held && constraintOf(error) !== 'idempotency_key_pkey' ? new Conflict('catalog.save-products') : error;
}

/** The variants whose stock may be oversold from now on, or no longer; a new variant has no stock yet. */
function changedBackorders({ before, after }: ProductChange): { variantId: Id<'variant'>; backorder: boolean }[] {
  const old = new Map(before?.variants.map(({ id, backorder }) => [id, backorder]));
  return after.variants.flatMap(({ id, backorder }) =>
    old.has(id) && old.get(id) !== backorder ? [{ variantId: id, backorder }] : [],
  );
}

function tell({ after, changed }: ProductChange) {
  const payload = { productId: after.id, slug: after.slug, changed: [...changed] };
  return event(productChanged, newId('event'), after.id, after.version, payload);
}

function lookerOf({ unpublished }: Sight, context: Context): Looker {
  return { unpublished, viewer: viewerOf(context) };
}
