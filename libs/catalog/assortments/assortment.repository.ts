import { statement, type Database, type Statement } from '#platform/db';
import type { Assortment } from './assortment.js';

interface AssortmentRow {
  readonly id: string;
  readonly visibility: Assortment['visibility'];
  readonly audience: readonly string[];
  readonly channel_ids: readonly string[];
}

const ofTable = (table: 'product' | 'category') =>
  statement<AssortmentRow>(
    `assortment.of-${table}`,
    `select id, visibility, audience, channel_ids from ${table} where id = any($1::text[])`,
  );

const statements = { product: ofTable('product'), category: ofTable('category') } satisfies Record<
  string,
  Statement<AssortmentRow>
>;

/** Who may know of each of these products or categories; null for one that is not there. */
export async function assortmentsOf(
  db: Database,
  table: keyof typeof statements,
  ids: readonly string[],
): Promise<(Assortment | null)[]> {
  const rows = await db.read(statements[table], [ids]);
  const found = new Map(
    rows.map(({ id, visibility, audience, channel_ids }) => [id, { visibility, audience, channelIds: channel_ids }]),
  );
  return ids.map((id) => found.get(id) ?? null);
}
