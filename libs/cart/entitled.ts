import { viewerOf } from '#catalog/rules';
import type { Context } from '#kernel';

/**
 * What a read of items is told of the buyer: the price lists that may count for him, and everything that an assortment may name of
 * him. Ids carry their kind, so that one list holds both.
 */
export function entitledTo(lists: readonly string[], context: Context): readonly string[] {
  return [...lists, ...viewerOf(context)];
}
