import { quantityScale, formatShort, type Id, type PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';

/** Facts took from under promises: somebody has to decide who waits. */
export interface StockException {
  readonly id: Id<'stockException'>;
  readonly variantId: Id<'variant'>;
  readonly locationId: Id<'location'>;
  /** When it was raised last. */
  readonly excess: string;
  /** By now: promises may have gone, or stock come. */
  readonly excessNow: string;
  readonly reason: string;
  readonly reference: string | null;
  readonly raisedAt: string;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
}

type ExceptionRow = Omit<StockException, 'raisedAt' | 'resolvedAt'> & {
  readonly raisedAt: Date;
  readonly resolvedAt: Date | null;
};

const read = `select e.id, e.variant_id as "variantId", e.location_id as "locationId", e.excess, coalesce(c.excess, 0) as "excessNow",
    e.reason, e.reference, e.raised_at as "raisedAt", e.resolved_at as "resolvedAt", e.resolved_by as "resolvedBy", e.resolution
  from stock_exception e left join counter c on c.id = 'stock:' || e.variant_id || ':' || e.location_id`;

const page = statement<ExceptionRow>(
  'inventory.exceptions',
  `${read} where (e.resolved_at is null) = $1 and ($2::text is null or e.location_id = $2) and ($3::text is null or e.id < $3)
   order by e.id desc limit $4`,
);
const byId = statement<ExceptionRow>('inventory.exception', `${read} where e.id = $1`);
const resolve = statement<never>(
  'inventory.resolve-exception',
  `update stock_exception set resolved_at = now(), resolved_by = $2, resolution = $3 where id = $1 and resolved_at is null`,
);

/** A page of exceptions that are open, or resolved, newest first, with one row more when there is a next page. */
export async function listExceptions(
  db: Database,
  { first, after }: PageRequest,
  open: boolean,
  locationId: string | null,
): Promise<StockException[]> {
  return (await db.read(page, [open, locationId, after?.[0] ?? null, first + 1])).map(exceptionOf);
}

/** The exception; null: there is none. */
export async function findException(db: Database, id: string): Promise<StockException | null> {
  const [row] = await db.read(byId, [id]);
  return row ? exceptionOf(row) : null;
}

/** Writes that somebody has decided; refused when somebody has before. */
export function resolvingException(id: Id<'stockException'>, actor: string, resolution: string): Write {
  return resolve.with([id, actor, resolution], { rows: 1 });
}

function exceptionOf(row: ExceptionRow): StockException {
  return {
    ...row,
    excess: formatShort(BigInt(row.excess), quantityScale),
    excessNow: formatShort(BigInt(row.excessNow), quantityScale),
    raisedAt: row.raisedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  };
}
