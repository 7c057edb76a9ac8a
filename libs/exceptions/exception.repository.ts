import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Exception, ExceptionFilter, OrderException, SaleException } from './exception.js';

const read = `select id, kind, location_id as "locationId", variant_id as "variantId", sale_id as "saleId", order_id as "orderId", facts, raised_at as "raisedAt",
    extract(epoch from coalesce(resolved_at, now()) - raised_at)::int as "ageSeconds", resolved_at as "resolvedAt",
    resolved_by as "resolvedBy", resolution
  from exception`;

/** Written out, open or not and of a store or of all, so that each is a walk along an index of its own. */
const page = (name: string, which: string) =>
  statement<Exception>(
    `exceptions.${name}`,
    `${read} where ${which} and ($1::text is null or kind = $1) and id < $2 order by id desc limit $3`,
  );
const pages = {
  open: { all: page('open', 'resolved_at is null'), ofStore: page('open-of-store', 'resolved_at is null and location_id = $4') },
  resolved: {
    all: page('resolved', 'resolved_at is not null'),
    ofStore: page('resolved-of-store', 'resolved_at is not null and location_id = $4'),
  },
};
/** Sorts behind every id of an exception. */
const lastId = 'exc`';
const byId = statement<Exception>('exceptions.one', `${read} where id = $1`);
const bySales = statement<Exception>('exceptions.of-sales', `${read} where sale_id = any($1::text[]) order by id`);
const raise = statement<never>(
  'exceptions.raise',
  `insert into exception (id, kind, location_id, sale_id, facts)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
);
const raiseForOrder = statement<never>(
  'exceptions.raise-for-order',
  'insert into exception (id, kind, order_id, facts) values ($1, $2, $3, $4)',
);
const resolve = statement<never>(
  'exceptions.resolve',
  `update exception set resolved_at = now(), resolved_by = $2, resolution = $3 where id = $1 and resolved_at is null`,
);

/** A page of exceptions, newest first, with one row more when there is a next page. */
export function listExceptions(db: Database, { first, after }: PageRequest, filter: ExceptionFilter): Promise<Exception[]> {
  const { all, ofStore } = pages[filter.open ? 'open' : 'resolved'];
  const values = [filter.kind, after?.[0] ?? lastId, first + 1];
  return filter.locationId === null ? db.read(all, values) : db.read(ofStore, [...values, filter.locationId]);
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

/** Writes what an order raises. */
export function raisingForOrder({ id, kind, orderId, facts }: OrderException): Write {
  return raiseForOrder.with([id, kind, orderId, facts], { rows: 1 });
}

/** Writes that somebody has decided; refused when somebody has before. */
export function resolving(id: Id<'exception'>, actor: string, resolution: string): Write {
  return resolve.with([id, actor, resolution], { rows: 1 });
}
