import type { Buyer, Id } from '#kernel';

/**
 * Whom a price list is for. A dimension without values is not asked about; each of the others must hold, by any of its values.
 * Whoever writes lists and whoever matches them use these names, and there are no others.
 */
export interface Audience {
  /** Units of organizations: holds for the units below them too. */
  readonly organizationIds: readonly Id<'organization'>[];
  readonly customerIds: readonly Id<'customer'>[];
  /** Segments of customers. */
  readonly segmentIds: readonly Id<'segment'>[];
  readonly groupIds: readonly Id<'customerGroup'>[];
  /** Stores in which it is sold. */
  readonly locationIds: readonly Id<'location'>[];
  /** Where the goods go. */
  readonly countries: readonly string[];
  readonly channelIds: readonly Id<'channel'>[];
}

/** Whom prices are asked for: every fact that an audience may ask about. */
export interface Asker {
  readonly buyer: Buyer;
  /** The store in which it is sold; null: none. */
  readonly locationId: Id<'location'> | null;
  readonly country: string;
  readonly channelId: Id<'channel'>;
}

/** How near a price list is to the buyer, the nearest first (semantics §5). */
export const priceLevels = [
  'OWN_UNIT',
  'ANCESTOR',
  'CUSTOMER',
  'SEGMENT',
  'GROUP',
  'STORE',
  'COUNTRY',
  'CHANNEL',
  'BASE',
] as const;

/** One of `priceLevels`. */
export type PriceLevel = (typeof priceLevels)[number];

/** The predicate that lets a buyer have the prices of a list: the nearest of those that hold. */
export interface Admission {
  readonly level: PriceLevel;
  /** What it holds by: the id of the unit, customer, segment, group, store or channel, or the country; null: the list is for everybody. */
  readonly by: string | null;
  /** How many units lie between the buyer's and the one that the list names; 0 where no unit is named. */
  readonly distance: number;
}

/** The names of the dimensions, the nearest first. */
export const audienceDimensions = [
  'organizationIds',
  'customerIds',
  'segmentIds',
  'groupIds',
  'locationIds',
  'countries',
  'channelIds',
] as const satisfies readonly (keyof Audience)[];

/** For everybody. */
export const everybody: Audience = {
  organizationIds: [],
  customerIds: [],
  segmentIds: [],
  groupIds: [],
  locationIds: [],
  countries: [],
  channelIds: [],
};

const base: Admission = { level: 'BASE', by: null, distance: 0 };

/** How many dimensions the audience names: the more, the narrower it is. */
export function narrowness(audience: Audience): number {
  return audienceDimensions.reduce((count, dimension) => count + (audience[dimension].length > 0 ? 1 : 0), 0);
}

/** What lets the asker have the prices of a list for this audience; null: nothing, they are for others. */
export function admission(audience: Audience, asker: Asker): Admission | null {
  let nearest = base;
  for (const dimension of audienceDimensions) {
    const named: readonly string[] = audience[dimension];
    if (named.length === 0) continue;
    const facts = factsOf(asker, dimension);
    const index = facts.findIndex((fact) => named.includes(fact));
    if (index < 0) return null;
    if (nearest === base) nearest = { ...levelOf(dimension, index), by: facts[index] ?? null };
  }
  return nearest;
}

/** The audience without the values that say nothing of the asker: it lets in, or keeps out, just as the whole one does. */
export function narrowedTo(audience: Audience, asker: Asker): Audience {
  const narrowed = audienceDimensions.map((dimension) => {
    const facts = factsOf(asker, dimension);
    const named: readonly string[] = audience[dimension];
    const telling = named.filter((value) => facts.includes(value));
    return [dimension, telling.length > 0 ? telling : named.slice(0, 1)] as const;
  });
  return { ...everybody, ...Object.fromEntries(narrowed) };
}

/** What the asker is in a dimension, the nearest first. */
function factsOf(asker: Asker, dimension: keyof Audience): readonly string[] {
  const { buyer, locationId, country, channelId } = asker;
  switch (dimension) {
    case 'organizationIds':
      return buyer.unitIds;
    case 'customerIds':
      return buyer.customerId === null ? [] : [buyer.customerId];
    case 'segmentIds':
      return buyer.segmentIds ?? [];
    case 'groupIds':
      return buyer.groupIds;
    case 'locationIds':
      return locationId === null ? [] : [locationId];
    case 'countries':
      return [country];
    case 'channelIds':
      return [channelId];
  }
}

function levelOf(dimension: keyof Audience, index: number): Pick<Admission, 'level' | 'distance'> {
  switch (dimension) {
    case 'organizationIds':
      return { level: index === 0 ? 'OWN_UNIT' : 'ANCESTOR', distance: index };
    case 'customerIds':
      return { level: 'CUSTOMER', distance: 0 };
    case 'segmentIds':
      return { level: 'SEGMENT', distance: 0 };
    case 'groupIds':
      return { level: 'GROUP', distance: 0 };
    case 'locationIds':
      return { level: 'STORE', distance: 0 };
    case 'countries':
      return { level: 'COUNTRY', distance: 0 };
    case 'channelIds':
      return { level: 'CHANNEL', distance: 0 };
  }
}
