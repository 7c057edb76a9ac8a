import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Exception, ExceptionFilter, SaleException } from './exception.js';

const read = `select id, kind, location_id as "locationId", variant_id as "variantId", sale_id as "saleId", facts, raised_at as "raisedAt",
    extract(epoch from coalesce(resolved_at, now()) - raised_at)::int as "ageSeconds", resolved_at as "resolvedAt",
    resolved_by as "resolvedBy", resolution
  from exception`;

const page = statement<Exception>(
  'exceptions.page',
  `${read} where (resolved_at is null) = $1 and ($2::text is null or location_id = $2) and ($3::text is null or kind = $3)
     and ($4::text is null or id < $4)
   order by id desc limit $5`,
);
const byId = statement<Exception>('exceptions.one', `${read} where id = $1`);
const bySales = statement<Exception>('exceptions.of-sales', `${read} where sale_id = any($1::text[]) order by id`);
const raise = statement<never>(
  'exceptions.raise',
  `insert into exception (id, kind, location_id, sale_id, facts)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
);
const resolve = statement<never>(
  'exceptions.resolve',
  `update exception set resolved_at = now(), resolved_by = $2, resolution = $3 where id = $1 and resolved_at is null`,
);

/** A page of exceptions, newest first, with one row more when there is a next page. */
export function listExceptions(db: Database, { first, after }: PageRequest, filter: ExceptionFilter): Promise<Exception[]> {
  return db.read(page, [filter.open, filter.locationId, filter.kind, after?.[0] ?? null, first + 1]);
}

/** The exception; null: there is none. */
export async function findException(db: Database, id: string): Promise<Exception | null> {
  return (await db.read(byId, [id]))[0] ?? null;
}

/** What the sales have raised, each in its turn: one statement for any number of sales. */
export function exceptionsOfSales(db: Database, saleIds: readonly string[]): Promise<Exception[]> {
  return db.read(bySales, [saleIds]);
}

/** SQL: raises what a select names: id, kind, location, sale, facts. For the statement of a fact that decides by itself. */
export function raisingOf(select: string): string {
  return `insert into exception (id, kind, location_id, sale_id, facts) ${select}`;
}

/** Writes what sales of tills raise, at most one of each kind a sale: one statement, however many. */
export function raising(exceptions: readonly SaleException[]): Write {
  const column = <T>(value: (one: SaleException) => T): T[] => exceptions.map(value);
  return raise.with(
    [
      column(({ id }) => id),
      column(({ kind }) => kind),
      column(({ locationId }) => locationId),
      column(({ saleId }) => saleId),
      column(({ facts }) => JSON.stringify(facts)),
    ],
    { rows: exceptions.length },
  );
}

/** Writes that somebody has decided; refused when somebody has before. */
export function resolving(id: Id<'exception'>, actor: string, resolution: string): Write {
  return resolve.with([id, actor, resolution], { rows: 1 });
}
