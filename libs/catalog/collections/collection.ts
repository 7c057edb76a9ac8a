import { inLanguage, type Id, type LocalizedText, type PageRequest } from '#kernel';
import { refused } from '../catalog.errors.js';
import { slugAt, textsAt } from '../checks.js';

/** Products that are put together by hand, in an order of their own: shown, and asked for by promotions. */
export interface CollectionState {
  readonly id: Id<'collection'>;
  readonly slug: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly position: number;
  /** From when on it is shown; null: it is not. */
  readonly publishedAt: Date | null;
  readonly version: bigint;
}

/** What is wanted of a collection: what is left out stays as it is, or gets its default. */
export interface CollectionInput {
  readonly slug?: string | undefined;
  readonly name?: LocalizedText | undefined;
  readonly description?: LocalizedText | undefined;
  readonly position?: number | undefined;
  readonly publishedAt?: Date | null | undefined;
}

/** A collection in one language, as the API shows it. */
export interface Collection {
  readonly id: Id<'collection'>;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly position: number;
  readonly publishedAt: Date | null;
  readonly version: string;
}

/** The most products that are put in at a time. */
export const mostProducts = 5000;

const fields = ['slug', 'name', 'description', 'position', 'publishedAt'] as const;

/** The collection as it is wanted. @throws UserError naming the field */
export function decidedCollection(before: CollectionState, input: CollectionInput): CollectionState {
  const { slug = before.slug, name = {}, description = {}, position, publishedAt } = input;
  const after: CollectionState = {
    ...before,
    slug: slugAt(slug, ['slug']),
    name: textsAt(name, before.name, 'the name', 255, ['name']),
    description: textsAt(description, before.description, 'the description', 10_000, ['description']),
    position: position ?? before.position,
    publishedAt: publishedAt === undefined ? before.publishedAt : publishedAt,
  };
  if (!Object.values(after.name).some((text) => text.trim() !== '')) throw refused.empty('the name', ['name']);
  return after;
}

/** A collection that nothing is said of yet. */
export function emptyCollection(id: Id<'collection'>): CollectionState {
  return { id, slug: '', name: {}, description: {}, position: 0, publishedAt: null, version: 0n };
}

/** The names of the fields in which two states differ, as an event tells them. */
export function changesOf(before: CollectionState, after: CollectionState): string[] {
  if (before.version === 0n) return ['created'];
  const told = (state: CollectionState) => fields.map((field) => JSON.stringify(state[field]));
  const [was, is] = [told(before), told(after)];
  return fields.flatMap((field, index) => {
    if (was[index] === is[index]) return [];
    return field === 'publishedAt' ? ['publication'] : [field];
  });
}

/** The collection in the first language of the chain that each text has. */
export function presentCollection(state: CollectionState, locales: readonly string[]): Collection {
  const { name, description, version, ...rest } = state;
  return {
    ...rest,
    name: inLanguage(name, locales),
    description: inLanguage(description, locales),
    version: version.toString(),
  };
}

/** Where a page begins in an order by position: after this position, and this key of those that share it. */
export function placeIn({ after }: PageRequest): readonly [position: string, key: string] {
  const [position = '', key = ''] = after ?? [];
  return /^-?\d{1,10}$/.test(position) ? [position, key] : [String(-(2 ** 31)), ''];
}

/** What a collection is to hold: some more at its end and some less, or exactly these in their order. */
export type ProductsWish =
  { readonly add: readonly string[]; readonly remove: readonly string[] } | { readonly all: readonly string[] };

/** The products that a collection is to hold, in their order, each once. */
export function wantedProducts(before: readonly string[], wish: ProductsWish): string[] {
  if ('all' in wish) return [...new Set(wish.all)];
  const gone = new Set(wish.remove);
  return [...new Set([...before.filter((id) => !gone.has(id)), ...wish.add])];
}
