import { isDeepStrictEqual } from 'node:util';
import { UserError, type Id, type LocalizedText, type Path } from '#kernel';
import type { Attribute } from './attributes/attribute.js';
import { refused } from './catalog.errors.js';
import { slugAt, textsAt } from './checks.js';
import { decideProduct, type Surroundings } from './decide-product.js';
import type { NewId } from './decide-variants.js';
import { canonicalGtin } from './gtin.js';
import type { CategoryRef, ProductInput, ProductState, SavedProduct } from './product.js';

/** Whether a batch may make products, change them, or both. */
export type SaveMode = 'CREATE' | 'UPDATE' | 'UPSERT';

/** What the batch meets: everything in the database that it names. */
export interface Known {
  readonly products: readonly ProductState[];
  readonly categories: ReadonlyMap<string, Id<'category'>>;
  readonly taxClasses: ReadonlyMap<string, Id<'taxClass'>>;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly skus: ReadonlyMap<string, Id<'variant'>>;
  /** By their canonical form. */
  readonly gtins: ReadonlyMap<string, Id<'variant'>>;
}

/** How a batch is decided. */
export interface SaveTerms {
  readonly mode: SaveMode;
  /** What stands before the fields of the product at this index in the path of a refusal. */
  readonly pathOf: (index: number) => Path;
  readonly newId: NewId;
  readonly now: Date;
}

/** One product that the batch makes or changes; the version of `after` is the new one. */
export interface ProductChange {
  readonly before: ProductState | undefined;
  readonly after: ProductState;
  /** Names of the fields that changed, as the event tells them. */
  readonly changed: readonly string[];
}

/** A category that the batch makes. */
export interface NewCategory {
  readonly id: Id<'category'>;
  readonly slug: string;
  readonly name: LocalizedText;
}

/** A product that could not be saved, and why. */
export interface Refusal {
  readonly index: number;
  readonly error: UserError;
}

/** What a batch comes to: `saved` has an entry for each input, null for a refused one. */
export interface DecidedBatch {
  readonly saved: readonly (SavedProduct | null)[];
  readonly refusals: readonly Refusal[];
  readonly changes: readonly ProductChange[];
  readonly newCategories: readonly NewCategory[];
}

/** Decides a whole batch: what changes, what stays, what is refused. Each product is decided for itself. */
export function decideBatch(inputs: readonly ProductInput[], known: Known, terms: SaveTerms): DecidedBatch {
  const batch = new Batch(known, terms);
  const refusals: Refusal[] = [];
  const saved = inputs.map((input, index) => {
    try {
      return batch.save(input, terms.pathOf(index));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusals.push({ index, error });
      return null;
    }
  });
  return { saved, refusals, changes: batch.changes, newCategories: batch.newCategories() };
}

class Batch {
  readonly changes: ProductChange[] = [];
  private readonly byId: ReadonlyMap<string, ProductState>;
  private readonly slugs: Map<string, string>;
  private readonly skus: Map<string, string>;
  private readonly gtins: Map<string, string>;
  private readonly done = new Set<string>();
  private readonly made = new Map<string, NewCategory>();

  constructor(
    private readonly known: Known,
    private readonly terms: SaveTerms,
  ) {
    this.byId = new Map(known.products.map((product) => [product.id, product]));
    this.slugs = new Map(known.products.map((product) => [product.slug, product.id]));
    this.skus = new Map(known.skus);
    this.gtins = new Map(known.gtins);
  }

  save(input: ProductInput, path: Path): SavedProduct {
    const before = this.find(input, path);
    if (before && this.done.has(before.id)) throw refused.taken('the slug', before.slug, [...path, 'slug']);
    const decided = decideProduct(input, before, this.surroundings(), path);
    this.checkCodes(decided, before, path);
    this.done.add(decided.id);
    const changed = before ? differences(before, decided) : ['created'];
    const after = changed.length === 0 ? decided : { ...decided, version: decided.version + 1n };
    if (changed.length > 0) this.changes.push({ before, after, changed });
    const had = new Set(before?.variants.map(({ id }) => id));
    return {
      id: after.id,
      slug: after.slug,
      version: after.version,
      change: !before ? 'CREATED' : changed.length > 0 ? 'UPDATED' : 'UNCHANGED',
      variants: after.variants.filter(({ active }) => active).map(({ id, sku }) => ({ id, sku, created: !had.has(id) })),
    };
  }

  /** The new categories that a saved product lists itself in. */
  newCategories(): NewCategory[] {
    const used = new Set(this.changes.flatMap(({ after }) => after.categoryIds));
    return [...this.made.values()].filter(({ id }) => used.has(id));
  }

  private find(input: ProductInput, path: Path): ProductState | undefined {
    const { mode } = this.terms;
    if (input.id !== undefined) {
      const product = this.byId.get(input.id);
      if (!product) throw refused.unknown('product', input.id, [...path, 'id']);
      return product;
    }
    const owner = input.slug === undefined ? undefined : this.slugs.get(input.slug);
    if (owner !== undefined && (mode === 'CREATE' || !this.byId.has(owner)))
      throw refused.taken('the slug', input.slug ?? '', [...path, 'slug']);
    if (owner === undefined && mode === 'UPDATE') throw refused.unknown('product', input.slug ?? '', [...path, 'slug']);
    return owner === undefined ? undefined : this.byId.get(owner);
  }

  private surroundings(): Surroundings {
    return {
      newId: this.terms.newId,
      now: this.terms.now,
      taxClassAt: (code, path) => {
        const id = this.known.taxClasses.get(code);
        if (!id) throw refused.unknown('tax class', code, path);
        return id;
      },
      attributeAt: (code, path) => {
        const attribute = this.known.attributes.get(code);
        if (!attribute) throw refused.unknown('attribute', code, path);
        return attribute;
      },
      categoryAt: (category, path) => this.known.categories.get(category.slug) ?? this.makeCategory(category, path),
    };
  }

  private makeCategory({ slug, name }: CategoryRef, path: Path): Id<'category'> {
    if (!name) throw refused.unknown('category', slug, path);
    const made = this.made.get(slug) ?? {
      id: this.terms.newId('category'),
      slug: slugAt(slug, path),
      name: textsAt(name, {}, 'the name of a category', 255, path),
    };
    this.made.set(slug, made);
    return made.id;
  }

  /** Slug, SKUs and GTINs belong to one product or variant, counting what the batch has decided so far. */
  private checkCodes(after: ProductState, before: ProductState | undefined, path: Path): void {
    const own = new Set<string>([after.id, ...after.variants.map(({ id }) => id)]);
    const claims = new Map<string, string>();
    const check = (what: string, taken: Map<string, string>, code: string, shown: string, at: Path) => {
      const owner = taken.get(code);
      if ((owner !== undefined && !own.has(owner)) || claims.has(what + code)) throw refused.taken(what, shown, at);
      claims.set(what + code, shown);
    };
    check('the slug', this.slugs, after.slug, after.slug, [...path, 'slug']);
    after.variants.forEach(({ sku, gtin, position, active }, index) => {
      const at = [...path, 'variants', active ? position : index];
      if (sku !== null) check('the SKU', this.skus, sku, sku, [...at, 'sku']);
      if (gtin !== null) check('the GTIN', this.gtins, canonicalGtin(gtin), gtin, [...at, 'gtin']);
    });
    if (before) this.register(before, (taken, code) => taken.delete(code));
    this.register(after, (taken, code, owner) => taken.set(code, owner));
  }

  private register(product: ProductState, keep: (taken: Map<string, string>, code: string, owner: string) => unknown): void {
    keep(this.slugs, product.slug, product.id);
    for (const { id, sku, gtin } of product.variants) {
      if (sku !== null) keep(this.skus, sku, id);
      if (gtin !== null) keep(this.gtins, canonicalGtin(gtin), id);
    }
  }
}

/** The field of the event that a field of the product counts as. */
const told = {
  slug: 'slug',
  name: 'name',
  description: 'description',
  vendor: 'vendor',
  productType: 'productType',
  tags: 'tags',
  options: 'variants',
  variants: 'variants',
  media: 'media',
  seo: 'seo',
  taxClassId: 'taxClass',
  publishedAt: 'publication',
  categoryIds: 'categories',
  attributes: 'attributes',
  assortment: 'assortment',
} as const;

function differences(before: ProductState, after: ProductState): string[] {
  const fields = Object.keys(told) as (keyof typeof told)[];
  return [...new Set(fields.filter((field) => !isDeepStrictEqual(before[field], after[field])).map((field) => told[field]))];
}
