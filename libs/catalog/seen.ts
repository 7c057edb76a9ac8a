import type { Context } from '#kernel';

/**
 * Everything that an assortment may name of who looks: the channel, the customer, its groups, the unit it buys for and those above.
 * Ids carry their kind, so that one list holds them all.
 */
export function viewerOf({ channel, buyer }: Pick<Context, 'channel' | 'buyer'>): readonly string[] {
  return [channel.id, ...(buyer.customerId === null ? [] : [buyer.customerId]), ...buyer.groupIds, ...buyer.unitIds];
}

/** SQL: whether what a row of `product` or `category` says of itself admits the viewer, a text[]. */
const admits = (row: string, viewer: string) =>
  `((${row}.visibility = 'PUBLIC' or ${row}.audience && ${viewer}) and (${row}.channel_ids = '{}' or ${row}.channel_ids && ${viewer}))`;

/** SQL: whether the viewer may know of a category: it and all above it admit him. */
export const categorySeenBy = (category: string, viewer: string) =>
  `(${category}.restricted_by = '{}' or not exists (select from category wall where wall.id = any(${category}.restricted_by) and not ${admits('wall', viewer)}))`;

/**
 * SQL: whether the viewer may know of a product: it admits him, and so does one of the restricted categories that list it, if any do.
 * A product that nobody has restricted costs the look at one column. Whoever lists, finds or sells products asks this.
 */
export const productSeenBy = (product: string, viewer: string) =>
  `(not ${product}.restricted or (${admits(product, viewer)} and coalesce(
    (select bool_or(${categorySeenBy('shelf', viewer)}) from category_product listed join category shelf on shelf.id = listed.category_id
      where listed.product_id = ${product}.id and shelf.restricted_by <> '{}'), true)))`;
