import type { Id } from '#kernel';
import { statement, type Database } from '#platform/db';

const bySku = statement<{ sku: string; id: Id<'variant'> }>(
  'connectors.variants-by-sku',
  'select sku, id from variant where sku = any($1::text[])',
);

/** The variants of these SKUs, those that are no longer offered included. */
export async function variantsBySku(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, Id<'variant'>>> {
  const asked = [...new Set(skus)].filter((sku) => !sku.includes('\u0000'));
  const rows = await db.read(bySku, [asked]);
  return new Map(rows.map(({ sku, id }) => [sku, id]));
}
