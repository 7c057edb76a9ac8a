import { audienceDimensions, everybody, type Audience } from '#engine';
import { isId, type IdKind, type Path } from '#kernel';
import { refused } from './pricing.errors.js';

/** An audience as it is asked for: what is left out is not asked about. */
export type AudienceInput = { readonly [Dimension in keyof Audience]?: readonly string[] | null };

/** The most values that one dimension names: more of them are a group. */
const mostValues = 1000;

const country = /^[A-Z]{2}$/;

/** What the values of each dimension are. */
const kinds: { readonly [Dimension in keyof Audience]: IdKind | 'country' } = {
  organizationIds: 'organization',
  customerIds: 'customer',
  segmentIds: 'segment',
  groupIds: 'customerGroup',
  locationIds: 'location',
  countries: 'country',
  channelIds: 'channel',
};

/** The audience that is asked for, each value once, in order. @throws UserError naming the dimension and the value */
export function audienceOf(input: AudienceInput, path: Path): Audience {
  const unknown = Object.keys(input).find((key) => !(audienceDimensions as readonly string[]).includes(key));
  if (unknown !== undefined) throw refused.noDimension(unknown, [...path, unknown]);
  const audience = audienceDimensions.map((dimension) => [dimension, valuesOf(dimension, input[dimension] ?? [], path)] as const);
  return { ...everybody, ...Object.fromEntries(audience) };
}

function valuesOf(dimension: keyof Audience, values: readonly string[], path: Path): readonly string[] {
  const kind = kinds[dimension];
  if (values.length > mostValues) throw refused.tooMany(mostValues, [...path, dimension]);
  values.forEach((value, index) => {
    if (kind === 'country' && !country.test(value)) throw refused.country([...path, dimension, index]);
    if (kind !== 'country' && !isId(kind, value)) throw noValue(dimension, value, [...path, dimension, index]);
  });
  return [...new Set(values)].sort();
}

/** The refusal of a value that names nothing there is. */
export function noValue(dimension: keyof Audience, value: string, path: Path): Error {
  return refused.unknown(nouns[dimension], value, path);
}

const nouns: Readonly<Record<keyof Audience, string>> = {
  organizationIds: 'organization',
  customerIds: 'customer',
  segmentIds: 'segment',
  groupIds: 'customer group',
  locationIds: 'location',
  countries: 'country',
  channelIds: 'channel',
};
