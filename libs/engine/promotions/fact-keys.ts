import type { Basket, ItemFacts } from '../basket.js';

/** A kind of keys: what stands before the colon, such as `category`. */
type KeyKind = string;

const ofBasket: Readonly<Record<KeyKind, (basket: Basket, channelId: string) => readonly (string | null | undefined)[]>> = {
  customer: ({ buyer }) => [buyer.customerId],
  group: ({ buyer }) => buyer.groupIds,
  organization: ({ buyer }) => buyer.unitIds,
  segment: ({ buyer }) => buyer.segmentIds ?? [],
  channel: (_basket, channelId) => [channelId],
  store: ({ locationId }) => [locationId],
  country: ({ country }) => [country],
  payment: ({ paymentMethod }) => [paymentMethod],
  shipping: ({ shippingMethodId }) => [shippingMethodId],
};

const ofItem: Readonly<Record<KeyKind, (item: ItemFacts) => readonly (string | null)[]>> = {
  product: ({ productId }) => [productId],
  category: ({ categoryIds }) => categoryIds,
  collection: ({ collectionIds }) => collectionIds,
  attribute: ({ attributes }) =>
    Object.entries(attributes).flatMap(([code, values]) => values.map((value) => `${code}=${value}`)),
};

/** The kind of a key. */
export function kindOf(key: string): KeyKind {
  return key.slice(0, key.indexOf(':'));
}

/** The facts of a basket of these kinds, as keys. */
export function factKeys(basket: Basket, channelId: string, kinds: Iterable<KeyKind>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const kind of kinds) for (const value of valuesOf(kind, basket, channelId)) keys.add(`${kind}:${value}`);
  return keys;
}

function valuesOf(kind: KeyKind, basket: Basket, channelId: string): Iterable<string> {
  const found = new Set<string>();
  const note = (values: readonly (string | null | undefined)[]): void => {
    for (const value of values) if (typeof value === 'string') found.add(value);
  };
  const read = ofItem[kind];
  if (kind === 'variant') for (const { variantId } of basket.lines) found.add(variantId);
  else if (!read) note(ofBasket[kind]?.(basket, channelId) ?? []);
  else for (const { item } of basket.lines) if (item) note(read(item));
  return found;
}
