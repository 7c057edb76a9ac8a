import type { UserError } from '#kernel';
import { constraintOf, statement, type Database, type Write } from '#platform/db';
import { codeHash } from './code-hash.js';
import { refused } from './promotions.errors.js';

const clear = statement<never>(
  'promotions.clear-codes',
  'delete from promotion_code where promotion_id = $1 and code is not null',
);
const insert = statement<never>(
  'promotions.insert-codes',
  `insert into promotion_code (hash, promotion_id, code, position)
   select hash, $1, code, place - 1 from unnest($2::bytea[], $3::text[]) with ordinality given(hash, code, place)`,
);

/**
 * Thirteen symbols of five random bits each, from an alphabet without 0, 1, I and O. Of a random UUID bytes 6 and 8 are not all random.
 */
const symbol = (byte: number): string => `substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', (get_byte(r, ${byte}) & 31) + 1, 1)`;
const random = [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14].map(symbol).join(' || ');

const generate = statement<{ codes: string }>(
  'promotions.generate-codes',
  `with made as materialized (
      select $2::text || ${random} code from (select uuid_send(gen_random_uuid()) r from generate_series(1, $3::int)) each),
    kept as (insert into promotion_code (hash, promotion_id) select sha256(convert_to(code, 'UTF8')), $1 from made returning 1)
    select string_agg(code, E'\\n') codes from made, (select count(*) from kept) all_of_them`,
);

const use = statement<never>(
  'promotions.use-codes',
  `update promotion_code set used_by = $2, used_at = now()
   from (select hash from promotion_code where hash = any($1::bytea[]) order by hash for update) locked
   where promotion_code.hash = locked.hash and promotion_code.code is null and promotion_code.used_by is null`,
);
const free = statement<never>(
  'promotions.free-codes',
  'update promotion_code set used_by = null, used_at = null where used_by = $1',
);

const counts = statement<{ promotion_id: string; generated: number; used: number }>(
  'promotions.count-codes',
  `select promotion_id, count(*)::int generated, count(used_by)::int used from promotion_code
   where promotion_id = any($1::text[]) and code is null group by promotion_id`,
);

/** Writes the codes that any number of buyers may use, in their order. Refused as `promotion_code_pkey` when one is there already. */
export function settingCodes(promotionId: string, before: readonly string[], after: readonly string[]): Write[] {
  if (before.join('\n') === after.join('\n')) return [];
  const cleared = before.length > 0 ? [clear.with([promotionId])] : [];
  if (after.length === 0) return cleared;
  return [...cleared, insert.with([promotionId, after.map(codeHash), after], { rows: after.length })];
}

/** The refusal of codes of which one is there already; null: the error is another one. */
export function takenCode(error: unknown, codes: readonly string[]): UserError | null {
  if (constraintOf(error) !== 'promotion_code_pkey') return null;
  const detail = String((error as { detail?: unknown }).detail);
  const index = codes.findIndex((code) => detail.includes(Buffer.from(codeHash(code)).toString('hex')));
  return refused.taken(codes[index] ?? '', Math.max(index, 0));
}

/** Makes so many codes that count once and keeps their hashes: the codes themselves, a line each, are in the answer and nowhere else. */
export function generatingCodes(promotionId: string, prefix: string, count: number): Write<{ codes: string }> {
  return generate.with([promotionId, prefix, count]);
}

/** Gives codes that count once to an order; the rows are the lock: refused (a Conflict) when another order has one of them. */
export function usingCodes(orderId: string, codes: readonly string[]): Write {
  return use.with([codes.map(codeHash), orderId], { rows: codes.length });
}

/** Takes the codes that count once back from an order that has ended before it was handed over. */
export function freeingCodes(orderId: string): Write {
  return free.with([orderId]);
}

/** How many codes that count once there are of promotions, and how many orders have. */
export async function countCodes(
  db: Database,
  promotionIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly generated: number; readonly used: number }>> {
  const rows = await db.read(counts, [promotionIds]);
  return new Map(rows.map(({ promotion_id, generated, used }) => [promotion_id, { generated, used }]));
}
