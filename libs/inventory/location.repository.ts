import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { GeoPoint, Location } from './location.js';

/** A location as the database sends it. */
export type LocationRow = Omit<Location, 'point'> & { readonly latitude: string | null; readonly longitude: string | null };

const columns = `id, code, name, legal_entity_id as "legalEntityId", kind,
  json_build_object('country', country, 'region', region, 'postcode', postcode, 'city', city, 'street', street) as address,
  latitude::text, longitude::text, time_zone as "timeZone", external_code as "externalCode", active, version::text`;

const given = `jsonb_to_recordset($1::jsonb) as g (id text, code text, name text, "legalEntityId" text, kind text, address jsonb,
  point jsonb, "timeZone" text, "externalCode" text, active boolean, version bigint)`;
const address = ['country', 'region', 'postcode', 'city', 'street'];

const insert = statement<never>(
  'inventory.create-locations',
  `insert into location (id, code, name, legal_entity_id, kind, ${address.join(', ')}, latitude, longitude, time_zone, external_code, active)
   select id, code, name, "legalEntityId", kind, ${address.map((part) => `address->>'${part}'`).join(', ')},
     (point->>'latitude')::numeric, (point->>'longitude')::numeric, "timeZone", "externalCode", active
   from ${given}`,
);
const update = statement<never>(
  'inventory.update-locations',
  `update location l set name = g.name, kind = g.kind, ${address.map((part) => `${part} = g.address->>'${part}'`).join(', ')},
     latitude = (g.point->>'latitude')::numeric, longitude = (g.point->>'longitude')::numeric,
     time_zone = g."timeZone", external_code = g."externalCode", active = g.active, version = l.version + 1
   from ${given} where l.id = g.id and l.version = g.version`,
);
const byId = statement<LocationRow>('inventory.location', `select ${columns} from location where id = $1`);
const byCode = statement<LocationRow>(
  'inventory.locations-by-code',
  `select ${columns} from location where code = any ($1) or external_code = any ($2)`,
);
const page = statement<LocationRow>(
  'inventory.locations',
  `select ${columns} from location where code > $1 and ($3::boolean is null or active = $3) order by code limit $2`,
);
const codes = statement<{ code: string; id: Id<'location'> }>(
  'inventory.location-codes',
  'select code, id from location order by code',
);
const sellers = statement<{ code: string }>(
  'inventory.channels-selling-from',
  'select code from channel where active and $1 = any (location_ids) order by code',
);

/** SQL: a row of `location` under this alias as JSON, read back by `locationOf`. */
export function locationJson(alias: string): string {
  return `(select to_json(r) from (select ${columns} from (select (${alias}).*) whole) r)`;
}

/** Writes new locations: one statement, however many. */
export function creatingLocations(locations: readonly Location[]): Write {
  return insert.with([JSON.stringify(locations)], { rows: locations.length });
}

/** Writes changed locations in their next versions, if they are still in those that they say: one statement, however many. */
export function updatingLocations(locations: readonly Location[]): Write {
  return update.with([JSON.stringify(locations)], { rows: locations.length });
}

/** The location; null: there is none. */
export async function findLocation(db: Database, id: string): Promise<Location | null> {
  const [found] = await db.read(byId, [id]);
  return found ? locationOf(found) : null;
}

/** The locations that have one of these codes, here or elsewhere. */
export async function locationsByCode(
  db: Database,
  named: readonly { readonly code: string; readonly externalCode?: string | null | undefined }[],
): Promise<Location[]> {
  const outside = named.flatMap(({ externalCode }) => externalCode ?? []);
  return (await db.read(byCode, [named.map(({ code }) => code), outside])).map(locationOf);
}

/** A page of locations by code, with one row more when there is a next page; `active` null: whether they are or not. */
export async function listLocations(db: Database, { first, after }: PageRequest, active: boolean | null): Promise<Location[]> {
  return (await db.read(page, [after?.[0] ?? '', first + 1, active])).map(locationOf);
}

/** All locations by their codes, in the order of these. */
export async function locationCodes(db: Database): Promise<ReadonlyMap<string, Id<'location'>>> {
  return new Map((await db.read(codes)).map(({ code, id }) => [code, id]));
}

/** The codes of the channels that sell from the location. */
export async function channelsSellingFrom(db: Database, id: Id<'location'>): Promise<string[]> {
  return (await db.read(sellers, [id])).map(({ code }) => code);
}

/** A location as `locationJson` reads it. */
export function locationOf({ latitude, longitude, ...row }: LocationRow): Location {
  const point: GeoPoint | null = latitude === null || longitude === null ? null : { latitude, longitude };
  const { id, code, name, legalEntityId, kind, address, timeZone, externalCode, active, version } = row;
  return { id, code, name, legalEntityId, kind, address, point, timeZone, externalCode, active, version };
}
