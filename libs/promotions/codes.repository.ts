import type { UserError } from '#kernel';
import { constraintOf, statement, type Database, type Write } from '#platform/db';
import { codeHash } from './code-hash.js';
import { refused } from './promotions.errors.js';

const clear = statement<never>(
  'promotions.clear-codes',
  'delete from promotion_code where promotion_id = any($1::text[]) and code is not null',
);
const insert = statement<never>(
  'promotions.insert-codes',
  `insert into promotion_code (promotion_id, hash, code, position)
   select * from unnest($1::text[], $2::bytea[], $3::text[], $4::int[])`,
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

/** The codes of a promotion that any number of buyers may use, as they were and as they are to be. */
export interface SavedCodes {
  readonly promotionId: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Writes such codes, in their order; one may go over to another promotion. Refused as `promotion_code_pkey` when one is there already. */
export function settingCodes(changes: readonly SavedCodes[]): Write[] {
  const changed = changes.filter(({ before, after }) => before.join('\n') !== after.join('\n'));
  const cleared = changed.filter(({ before }) => before.length > 0).map(({ promotionId }) => promotionId);
  const rows = changed.flatMap(({ promotionId, after }) => after.map((code, position) => ({ promotionId, code, position })));
  const ids = rows.map(({ promotionId }) => promotionId);
  const codes = rows.map(({ code }) => code);
  const positions = rows.map(({ position }) => position);
  return [
    ...(cleared.length > 0 ? [clear.with([cleared])] : []),
    ...(rows.length > 0 ? [insert.with([ids, codes.map(codeHash), codes, positions], { rows: rows.length })] : []),
  ];
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

/** SQL: what owners have of codes that count once, as facts: `is_first` says whether the owner has it. Parameters: owners, hashes. */
export function takenCodes(owners: string, hashes: string): string {
  return `promotion_codes_take(${owners}, ${hashes})`;
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
