import type { Path } from '#kernel';

/** A thing that a definition names: what it should be, its id, and where it is named. */
export interface NamedThing {
  readonly kind: NamedKind;
  readonly id: string;
  readonly path: Path;
}

/** What definitions name by id: the type of the condition or selector says which. */
export const namedKinds = {
  category: 'category',
  collection: 'collection',
  product: 'product',
  variant: 'variant',
  customer: 'customer',
  group: 'customer group',
  segment: 'segment',
  organization: 'organization',
  channel: 'channel',
  store: 'location',
  shipping_method: 'shipping method',
} as const;

/** A kind of thing that definitions name. */
export type NamedKind = keyof typeof namedKinds;

interface Definitions {
  readonly conditions: readonly object[];
  readonly action: object;
}

/** What the action and the conditions of a promotion name, wherever in them. */
function namedThings(definitions: Definitions): NamedThing[] {
  return [...thingsIn(definitions.conditions, ['conditions']), ...thingsIn(definitions.action, ['action'])];
}

/** What a promotion names now and did not before: what has been deleted since it was named is no reason to refuse other changes. */
export function newlyNamed(before: Definitions | null, after: Definitions): NamedThing[] {
  const known = new Set((before ? namedThings(before) : []).map(({ kind, id }) => `${kind} ${id}`));
  return namedThings(after).filter(({ kind, id }) => !known.has(`${kind} ${id}`));
}

function thingsIn(value: unknown, path: Path): NamedThing[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => thingsIn(each, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const { type, ids, variantId } = fields;
  const own: NamedThing[] = [];
  if (typeof type === 'string' && type in namedKinds && Array.isArray(ids))
    own.push(...ids.map((id: unknown, index) => ({ kind: type as NamedKind, id: String(id), path: [...path, 'ids', index] })));
  if (typeof variantId === 'string') own.push({ kind: 'variant', id: variantId, path: [...path, 'variantId'] });
  return [...own, ...Object.entries(fields).flatMap(([key, each]) => thingsIn(each, [...path, key]))];
}

/** The categories, collections and products that definitions name: whoever tells a buyer what is missing says what they are called. */
export function callableThings(definitions: readonly object[]): string[] {
  return thingsIn(definitions, []).flatMap(({ kind, id }) => (callable.has(kind) ? [id] : []));
}

const callable: ReadonlySet<NamedKind> = new Set<NamedKind>(['category', 'collection', 'product']);

/** Selectors that look at more of an item than its variant and its price. */
const ofItems = new Set<unknown>(['category', 'product', 'collection', 'attribute']);

/** Whether a promotion asks for more of an item than its variant and its price. */
export function asksItems({ conditions, action }: Definitions): boolean {
  return names(ofItems, [conditions, action]);
}

const ofOrders = new Set<unknown>(['orders']);

/** Whether a promotion asks which order of the buyer it would be. */
export function asksOrders({ conditions }: Pick<Definitions, 'conditions'>): boolean {
  return names(ofOrders, conditions);
}

function names(types: ReadonlySet<unknown>, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return types.has((value as { type?: unknown }).type) || Object.values(value).some((each) => names(types, each));
}
