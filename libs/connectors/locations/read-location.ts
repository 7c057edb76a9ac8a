import type { Id } from '#kernel';
import { locationKinds, type NewLocation } from '#inventory';
import type { CellReader } from '../cell-reader.js';
import type { FieldColumn, RowInput } from '../refused-cells.js';
import type { Row } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';

/** The columns of locations. */
export const locationColumn = {
  code: 'code',
  name: 'name',
  kind: 'kind',
  legalEntity: 'legal_entity',
  country: 'country',
  region: 'region',
  postcode: 'postcode',
  city: 'city',
  street: 'street',
  timeZone: 'time_zone',
  latitude: 'latitude',
  longitude: 'longitude',
  externalCode: 'external_code',
  active: 'active',
} as const;

/** Where the fields of a location come from. */
export const locationFields: readonly FieldColumn[] = [
  { path: ['code'], column: locationColumn.code, weight: 'REQUIRED' },
  { path: ['name'], column: locationColumn.name, weight: 'REQUIRED' },
  { path: ['address', 'country'], column: locationColumn.country, weight: 'OPTIONAL' },
  { path: ['address', 'region'], column: locationColumn.region, weight: 'OPTIONAL' },
  { path: ['address', 'postcode'], column: locationColumn.postcode, weight: 'OPTIONAL' },
  { path: ['address', 'city'], column: locationColumn.city, weight: 'OPTIONAL' },
  { path: ['address', 'street'], column: locationColumn.street, weight: 'OPTIONAL' },
  { path: ['point'], column: locationColumn.latitude, weight: 'OPTIONAL' },
  { path: ['timeZone'], column: locationColumn.timeZone, weight: 'OPTIONAL' },
  { path: ['externalCode'], column: locationColumn.externalCode, weight: 'OPTIONAL' },
];

/** Reads a location; null when it says nothing that can be kept. `entityOf` knows the legal entities by code, and the only one. */
export function readLocation(
  cells: CellReader,
  row: Row,
  entityOf: (code: string | null) => Id<'legalEntity'> | undefined,
  seen: SeenCodes,
): RowInput<NewLocation> | null {
  const code = cells.given(row, locationColumn.code);
  if (code === undefined) {
    cells.note(row, locationColumn.code, 'there is no code', 'REQUIRED');
    return null;
  }
  const before = seen.claim(code, row.number);
  if (before !== null) cells.note(row, locationColumn.code, `row ${before} has it already`, 'REQUIRED');
  const legalEntityId = entityOf(cells.given(row, locationColumn.legalEntity) ?? null);
  if (!legalEntityId) {
    cells.note(row, locationColumn.legalEntity, 'there is no such legal entity, or there are several', 'REQUIRED');
    return null;
  }
  const input = {
    ...{
      code,
      legalEntityId,
      name: cells.given(row, locationColumn.name),
      kind: cells.word(row, locationColumn.kind, locationKinds),
    },
    ...{ address: addressOf(cells, row), point: pointOf(cells, row), active: cells.flag(row, locationColumn.active) },
    timeZone: cells.cleared(row, locationColumn.timeZone),
    externalCode: cells.cleared(row, locationColumn.externalCode),
  };
  return { row, input };
}

function addressOf(cells: CellReader, row: Row): NewLocation['address'] {
  const { country, region, postcode, city, street } = locationColumn;
  return {
    country: cells.cleared(row, country)?.toUpperCase() ?? cells.cleared(row, country),
    region: cells.cleared(row, region),
    postcode: cells.cleared(row, postcode),
    city: cells.cleared(row, city),
    street: cells.cleared(row, street),
  };
}

function pointOf(cells: CellReader, row: Row): NewLocation['point'] {
  const [latitude, longitude] = [cells.cleared(row, locationColumn.latitude), cells.cleared(row, locationColumn.longitude)];
  if (latitude == null && longitude == null) return latitude;
  if (latitude != null && longitude != null) return { latitude: rounded(latitude), longitude: rounded(longitude) };
  cells.note(row, latitude == null ? locationColumn.latitude : locationColumn.longitude, 'half a point');
  return undefined;
}

/** A tenth of a metre is as near as it gets: further decimals are cut. */
function rounded(degrees: string): string {
  return degrees.replace(/^(-?\d+\.\d{6})\d+$/, '$1');
}
