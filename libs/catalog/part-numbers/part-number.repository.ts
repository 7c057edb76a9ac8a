import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { PartNumber, PartNumberInput, PartNumberOwner } from './part-number.js';

const ofVariants = statement<{ variant_id: string; number: string }>(
  'part-number.of-variants',
  `select distinct on (variant_id) variant_id, number from part_number
   where variant_id = any($1::text[]) and owner_id = any($2::text[])
   order by variant_id, array_position($2::text[], owner_id), number`,
);
const page = statement<{ number: string; variant_id: Id<'variant'> }>(
  'part-number.page',
  'select number, variant_id from part_number where owner_id = $1 and number > $2 order by number limit $3',
);
const known = statement<{ id: string }>('part-number.known-variants', 'select id from variant where id = any($1::text[])');
const save = statement<never>(
  'part-number.save',
  `insert into part_number (owner_id, number, variant_id) select $1, * from unnest($2::text[], $3::text[]) n(number, variant_id)
   order by number on conflict (owner_id, number) do update set variant_id = excluded.variant_id`,
);
const remove = statement<never>('part-number.remove', 'delete from part_number where owner_id = $1 and number = any($2::text[])');

/** What the nearest of the owners that has a name for a variant calls it, by variant. */
export async function numbersOfVariants(
  db: Database,
  variantIds: readonly string[],
  owners: readonly PartNumberOwner[],
): Promise<ReadonlyMap<string, string>> {
  if (owners.length === 0) return new Map();
  return new Map((await db.read(ofVariants, [variantIds, owners])).map(({ variant_id, number }) => [variant_id, number]));
}

/** An owner's numbers in their order: up to one more than the page holds. */
export async function numbersPage(db: Database, owner: string, request: PageRequest): Promise<PartNumber[]> {
  const rows = await db.read(page, [owner, request.after?.[0] ?? '', request.first + 1]);
  return rows.map(({ number, variant_id }) => ({ number, variantId: variant_id }));
}

/** Which of these variants there are. */
export async function knownVariants(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await db.read(known, [ids])).map(({ id }) => id));
}

/** Writes what an owner's numbers shall stand for: at most two statements, however many. */
export function savingNumbers(owner: PartNumberOwner, numbers: readonly PartNumberInput[]): Write[] {
  const kept = numbers.filter(({ variantId }) => variantId !== null);
  const gone = numbers.filter(({ variantId }) => variantId === null);
  return [
    kept.length > 0 &&
      save.with([owner, kept.map(({ number }) => number), kept.map(({ variantId }) => variantId)], { rows: kept.length }),
    gone.length > 0 && remove.with([owner, gone.map(({ number }) => number)]),
  ].filter((write) => write !== false);
}
