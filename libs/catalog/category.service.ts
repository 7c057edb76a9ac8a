import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { inLanguage, isAllowed, type Context, type LocalizedText } from '#kernel';
import { offersTopic, revise } from '#platform/broadcast';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { assortmentAt, everybody, type AssortmentInput } from './assortments/assortment.js';
import { refused } from './catalog.errors.js';
import {
  allCategories,
  categoriesById,
  categoryBySlug,
  insertingCategory,
  lineage,
  noting,
  restrictions,
  updatingCategory,
  type CategoryLooker,
  type CategoryState,
} from './category.repository.js';
import { slugAt, textsAt } from './checks.js';
import { presentTree, type Category } from './presented.js';
import { viewerOf } from './seen.js';

/** What is wanted of a category: what is left out stays as it is, or gets its default. */
export interface CategoryInput {
  readonly slug?: string;
  readonly name?: LocalizedText;
  /** null: at the top. */
  readonly parentSlug?: string | null;
  readonly position?: number;
  /** Who may know of it and of what it lists. */
  readonly assortment?: AssortmentInput;
}

type Remembering = (result: { id: string }) => readonly Write[];

/** Moves of the tree are made one after the other: two that are harmless alone could make a ring together. */
const turn = 'catalog.categories';

/** Whoever manages the tree sees all of it. */
const manager: CategoryLooker = { all: true, viewer: [] };

/** The category tree. */
@Injectable()
export class CategoryService {
  constructor(private readonly db: Database) {}

  /** The whole tree, in one read. */
  async tree(context: Context): Promise<Category[]> {
    return presentTree(await allCategories(this.db, lookerOf(context)), context.locales);
  }

  /** One category, or null. */
  async bySlug(slug: string, context: Context): Promise<Category | null> {
    const found = await categoryBySlug(this.db, slug, lookerOf(context));
    return found && present(found, context);
  }

  /** Makes a category, once per idempotency key. */
  async create(input: CategoryInput, key: string | null | undefined, context: Context): Promise<Category> {
    const { id } = await idempotently<{ id: string }>(this.db, context, 'createCategory', key, input, (remembering) =>
      this.db.inTurn(turn, () => this.save(null, input, remembering)),
    );
    return this.byId(id, context);
  }

  /** Changes a category, once per idempotency key; one that does not become different is not written. */
  async update(id: string, input: CategoryInput, key: string | null | undefined, context: Context): Promise<Category> {
    await idempotently<{ id: string }>(this.db, context, 'updateCategory', key, { id, ...input }, (remembering) =>
      this.db.inTurn(turn, async () => {
        const [before] = await categoriesById(this.db, [id]);
        if (!before) throw refused.unknown('category', id, ['id']);
        return this.save(before, input, remembering);
      }),
    );
    return this.byId(id, context);
  }

  private async byId(id: string, context: Context): Promise<Category> {
    const [found] = await categoriesById(this.db, [id]);
    if (!found) throw refused.unknown('category', id, ['id']);
    return present(found, context);
  }

  private async save(before: CategoryState | null, input: CategoryInput, remembering: Remembering): Promise<{ id: string }> {
    const base = before ?? {
      id: newId('category'),
      slug: '',
      name: {},
      parentId: null,
      position: 0,
      version: 0n,
      assortment: everybody,
      restrictedBy: [],
    };
    const above = input.parentSlug === undefined ? await this.above(base.parentId) : await this.parent(input.parentSlug, base.id);
    const assortment = input.assortment ? assortmentAt(input.assortment, ['assortment']) : base.assortment;
    const after: CategoryState = {
      ...base,
      slug: input.slug === undefined && before ? before.slug : slugAt(input.slug ?? '', ['slug']),
      name: textsAt(input.name ?? {}, base.name, 'the name', 255, ['name']),
      parentId: above?.id ?? null,
      position: input.position ?? base.position,
      assortment,
      restrictedBy: restrictions(base.id, assortment, above?.restrictedBy ?? []),
    };
    if (!Object.values(after.name).some((text) => text.trim() !== '')) throw refused.empty('the name', ['name']);
    const result = { id: after.id };
    const changed = before
      ? [updatingCategory(after), ...(isNoted(before, after) ? noting(after) : [])]
      : [insertingCategory(after)];
    const writes = isDeepStrictEqual(before, after) ? [] : [...changed, revise(offersTopic)];
    await this.db.commit([...remembering(result), ...writes]).catch((error: unknown) => {
      throw constraintOf(error) === 'category_slug_key' ? refused.taken('the slug', after.slug, ['slug']) : error;
    });
    return result;
  }

  private async above(parentId: string | null): Promise<CategoryState | null> {
    const [found] = parentId === null ? [] : await categoriesById(this.db, [parentId]);
    return found ?? null;
  }

  private async parent(slug: string | null, of: string): Promise<CategoryState | null> {
    if (slug === null) return null;
    const parent = await categoryBySlug(this.db, slug, manager);
    if (!parent) throw refused.unknown('category', slug, ['parentSlug']);
    if ((await lineage(this.db, parent.id)).has(of)) throw refused.cycle(['parentSlug']);
    return parent;
  }
}

/** Who looks at categories in a request. */
export function lookerOf(context: Context): CategoryLooker {
  return { all: isAllowed(context.actor, 'MANAGE_CATALOG'), viewer: viewerOf(context) };
}

/** Whether a change concerns what stands below the category: what its products are found by, and who may know of them. */
function isNoted(before: CategoryState, after: CategoryState): boolean {
  const told = ({ name, parentId, restrictedBy }: CategoryState) => [name, parentId, restrictedBy];
  return !isDeepStrictEqual(told(before), told(after));
}

function present({ id, slug, name, position, parentId }: CategoryState, context: Context): Category {
  return { id, slug, name: inLanguage(name, context.locales), position, parentId };
}
