import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { Location } from './location.js';

const columns = 'id, code, name, legal_entity_id as "legalEntityId"';

const insert = statement<never>(
  'inventory.create-location',
  'insert into location (id, code, name, legal_entity_id) values ($1, $2, $3, $4)',
);
const byId = statement<Location>('inventory.location', `select ${columns} from location where id = $1`);
const page = statement<Location>('inventory.locations', `select ${columns} from location where code > $1 order by code limit $2`);

/** Writes a new location. */
export function creatingLocation({ id, code, name, legalEntityId }: Location): Write {
  return insert.with([id, code, name, legalEntityId], { rows: 1 });
}

/** The location; null: there is none. */
export async function findLocation(db: Database, id: Id<'location'>): Promise<Location | null> {
  const [found] = await db.read(byId, [id]);
  return found ?? null;
}

/** A page of locations by code, with one row more when there is a next page. */
export function listLocations(db: Database, { first, after }: PageRequest): Promise<Location[]> {
  return db.read(page, [after?.[0] ?? '', first + 1]);
}
