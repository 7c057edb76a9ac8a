import type { Id } from '#kernel';
import { statement, type Database } from '#platform/db';

const read = statement<{ tax_class_id: Id<'taxClass'> }>(
  'terms.tax-class',
  'select coalesce(v.tax_class_id, p.tax_class_id) tax_class_id from variant v join product p on p.id = v.product_id where v.id = $1',
);

/** The tax class of a variant; null: there is no such variant. */
export async function taxClassOf(db: Database, variantId: string): Promise<Id<'taxClass'> | null> {
  const [row] = await db.read(read, [variantId]);
  return row?.tax_class_id ?? null;
}
