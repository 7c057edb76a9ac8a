import { actorName, formatDecimal, parseDecimal, priceScale, type Context, type Id } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Correction, KnownCorrection } from './correction.js';

interface CorrectionRow {
  readonly id: Id<'priceCorrection'>;
  readonly list_id: string;
  readonly variant_id: string;
  readonly valid_from: Date;
  readonly valid_to: Date;
  readonly min_quantities: readonly string[];
  readonly amounts: readonly string[];
  readonly compare_ats: readonly (string | null)[];
  readonly reason: string;
  readonly recorded_at: Date;
  readonly actor: string;
}

const covering = statement<CorrectionRow>(
  'pricing.corrections',
  `select id, list_id, variant_id, valid_from, valid_to, min_quantities::text[], amounts::text[], compare_ats::text[], reason, recorded_at, actor
   from price_correction where variant_id = $1 and valid_from <= $2 and valid_to > $2 order by recorded_at, id`,
);
const insert = statement<never>(
  'pricing.correct',
  `insert into price_correction (id, list_id, variant_id, valid_from, valid_to, min_quantities, amounts, compare_ats, reason, actor, correlation,
     recorded_at) values ($1, $2, $3, $4, $5, $6::bigint[], $7::numeric[], $8::numeric[], $9, $10, $11, clock_timestamp())`,
);

/** What was corrected of a variant's prices at an instant, in the order in which that became known. */
export async function correctionsAt(db: Database, variantId: string, at: Date): Promise<KnownCorrection[]> {
  return (await db.read(covering, [variantId, at])).map((row) => ({
    ...{ id: row.id, listId: row.list_id, variantId: row.variant_id, reason: row.reason },
    ...{ validFrom: row.valid_from, validTo: row.valid_to, recordedAt: row.recorded_at, actor: row.actor },
    tiers: row.min_quantities.map((minQuantity, index) => {
      const compareAt = row.compare_ats[index] ?? null;
      return {
        minQuantity: BigInt(minQuantity),
        amount: parseDecimal(row.amounts[index] ?? '0', priceScale),
        compareAt: compareAt === null ? null : parseDecimal(compareAt, priceScale),
      };
    }),
  }));
}

/** Writes a correction: with who made it, for ever. */
export function insertingCorrection(correction: Correction, { actor, requestId }: Context): Write {
  const { id, listId, variantId, validFrom, validTo, tiers, reason } = correction;
  return insert.with(
    [
      ...[id, listId, variantId, validFrom, validTo],
      tiers.map(({ minQuantity }) => minQuantity.toString()),
      tiers.map(({ amount }) => formatDecimal(amount, priceScale)),
      tiers.map(({ compareAt }) => (compareAt === null ? null : formatDecimal(compareAt, priceScale))),
      ...[reason, actorName(actor), requestId],
    ],
    { rows: 1 },
  );
}
