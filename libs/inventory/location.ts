import { isTimeZone } from '#engine';
import { formatDecimal, parseDecimal, UserError, type Id, type Path } from '#kernel';

/** What sorts of places there are: for people and for pick-up lists; nothing is computed by kind. */
export const locationKinds = ['STORE', 'WAREHOUSE', 'KIOSK', 'SUPPLIER'] as const;

/** One of the kinds. */
export type LocationKind = (typeof locationKinds)[number];

/** Where a place is, as far as anybody has said. */
export interface LocationAddress {
  readonly country: string | null;
  readonly region: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly street: string | null;
}

/** A point on earth, in decimal degrees. */
export interface GeoPoint {
  readonly latitude: string;
  readonly longitude: string;
}

/** A place that stock is kept at. */
export interface Location {
  readonly id: Id<'location'>;
  readonly code: string;
  readonly name: string;
  readonly legalEntityId: Id<'legalEntity'>;
  readonly kind: LocationKind;
  readonly address: LocationAddress;
  readonly point: GeoPoint | null;
  /** As IANA names it. */
  readonly timeZone: string | null;
  /** What another system calls it. */
  readonly externalCode: string | null;
  readonly active: boolean;
  /** Counts its changes. */
  readonly version: string;
}

type Maybe<T> = T | null | undefined;

/** What of a location can be said and changed; undefined leaves it as it is, null takes it away where that can be. */
export interface LocationFields {
  readonly name?: Maybe<string>;
  readonly kind?: Maybe<LocationKind>;
  readonly address?: Maybe<{ readonly [K in keyof LocationAddress]?: Maybe<string> }>;
  readonly point?: Maybe<GeoPoint>;
  readonly timeZone?: Maybe<string>;
  readonly externalCode?: Maybe<string>;
  readonly active?: Maybe<boolean>;
}

/** A new location as it is asked for. */
export interface NewLocation extends LocationFields {
  readonly code: string;
  readonly legalEntityId: Id<'legalEntity'>;
}

const nowhere: LocationAddress = { country: null, region: null, postcode: null, city: null, street: null };
const codePattern = /^[a-z0-9][a-z0-9_-]{0,59}$/;
const countryPattern = /^[A-Z]{2}$/;
const longestText = 200;

/** A new location in its first version. @throws UserError INVALID naming the field */
export function newLocation(id: Id<'location'>, { code, legalEntityId, ...fields }: NewLocation): Location {
  if (!codePattern.test(code))
    throw new UserError('INVALID', 'a code is made of up to 60 lower-case letters, digits, hyphens and underscores', ['code']);
  const blank = { kind: 'STORE', address: nowhere, point: null, timeZone: null, externalCode: null, active: true } as const;
  return changedLocation({ id, code, name: '', legalEntityId, ...blank, version: '1' }, fields);
}

/** The location with the given fields as they are given, in the same version. @throws UserError INVALID naming the field */
export function changedLocation(before: Location, fields: LocationFields): Location {
  const { address, point } = fields;
  return {
    ...before,
    name: nameOf(fields.name ?? before.name),
    kind: fields.kind ?? before.kind,
    address: address === null ? nowhere : { ...before.address, ...addressOf(address ?? {}) },
    point: point === undefined ? before.point : point && pointOf(point),
    timeZone: fields.timeZone === undefined ? before.timeZone : timeZoneOf(fields.timeZone),
    externalCode: fields.externalCode === undefined ? before.externalCode : textOf(fields.externalCode, ['externalCode']),
    active: fields.active ?? before.active,
  };
}

/** Whether two versions of a location say the same. */
export function sameLocation(one: Location, other: Location): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function nameOf(text: string): string {
  const name = textOf(text, ['name']);
  if (name === null)
    throw new UserError('INVALID', `a name has 1 to ${longestText} characters`, ['name'], { min: 1, max: longestText });
  return name;
}

function addressOf(given: NonNullable<LocationFields['address']>): Partial<LocationAddress> {
  const parts = Object.keys(nowhere) as (keyof LocationAddress)[];
  const said = parts.flatMap((part) =>
    given[part] === undefined ? [] : [[part, textOf(given[part], ['address', part])] as const],
  );
  const address: Partial<LocationAddress> = Object.fromEntries(said);
  if (address.country != null && !countryPattern.test(address.country))
    throw new UserError('INVALID', 'a country is two capital letters, such as DE', ['address', 'country']);
  return address;
}

function pointOf({ latitude, longitude }: GeoPoint): GeoPoint {
  return { latitude: degrees(latitude, 90, 'latitude'), longitude: degrees(longitude, 180, 'longitude') };
}

/** Degrees with exactly six decimals, as they are kept. */
function degrees(text: string, most: number, name: keyof GeoPoint): string {
  const micro = parseDecimal(text, 6, ['point', name]);
  if (micro < BigInt(-most) * 1_000_000n || micro > BigInt(most) * 1_000_000n)
    throw new UserError('INVALID', `between -${most} and ${most} degrees`, ['point', name], { min: -most, max: most });
  return formatDecimal(micro, 6);
}

function timeZoneOf(text: string | null): string | null {
  const zone = textOf(text, ['timeZone']);
  if (zone === null || isTimeZone(zone)) return zone;
  throw new UserError('INVALID', 'a time zone is called as IANA calls it, such as Europe/Berlin', ['timeZone']);
}

/** The text without blanks around it; nothing left of it is null. */
function textOf(text: string | null | undefined, path: Path): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed.length > longestText || trimmed.includes('\u0000'))
    throw new UserError('INVALID', `longer than ${longestText} characters, or not a text`, path, { max: longestText });
  return trimmed === '' ? null : trimmed;
}
