import { locationJson, locationOf, type Location, type LocationRow } from '#inventory';
import type { Id, Quantity } from '#kernel';
import { statement, type Database } from '#platform/db';
import { productSeenBy } from '../seen.js';
import type { StockedVariant } from './availability.js';

interface Row {
  readonly variants: readonly (readonly [id: Id<'variant'>, tracked: boolean, step: string])[] | null;
  readonly locations: readonly LocationRow[] | null;
  readonly left: readonly (readonly [counterId: string, left: string])[] | null;
}

/** What is known of variants and places at one moment. */
export interface StockRead {
  /** Those that the viewer may know of, in the order in which they were asked for. */
  readonly variants: readonly StockedVariant[];
  /** The open ones, in the order in which they were asked for. */
  readonly locations: readonly Location[];
  /** What can still be promised of a variant at a location; undefined: it never lay there. */
  readonly left: (variantId: string, locationId: string) => Quantity | undefined;
}

const read = statement<Row>(
  'catalog.availability',
  `select
     (select json_agg(json_build_array(v.id, v.tracked, v.quantity_step::text) order by array_position($1::text[], v.id))
      from variant v join product p on p.id = v.product_id
      where v.id = any($1::text[]) and v.active and p.published_at <= now() and ${productSeenBy('p', '$3::text[]')}) as variants,
     (select json_agg(${locationJson('l')} order by array_position($2::text[], l.id))
      from location l where l.id = any($2::text[]) and l.active) as locations,
     (select json_agg(json_build_array(c.id, (c.capacity + c.overdraft - c.pending - c.posted)::text))
      from counter c where c.id = any(array(select 'stock:' || v || ':' || l from unnest($1::text[]) v, unnest($2::text[]) l))) as "left"`,
);

/** Reads stock of any number of variants at any number of places: one statement. */
export async function readStock(
  db: Database,
  variantIds: readonly Id<'variant'>[],
  locationIds: readonly Id<'location'>[],
  viewer: readonly string[],
): Promise<StockRead> {
  const [row] = await db.read(read, [variantIds, locationIds, viewer]);
  const left = new Map((row?.left ?? []).map(([counterId, text]) => [counterId, BigInt(text)]));
  return {
    variants: (row?.variants ?? []).map(([id, tracked, step]) => ({ id, tracked, step: BigInt(step) })),
    locations: (row?.locations ?? []).map(locationOf),
    left: (variantId, locationId) => left.get(`stock:${variantId}:${locationId}`),
  };
}
