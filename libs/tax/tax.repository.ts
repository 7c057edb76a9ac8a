import { formatDecimal, parseDecimal, percentScale, type Id } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { TaxClass, TaxRate, TaxRules, TaxZone } from './tax.js';

interface RateRow {
  id: Id<'taxRate'>;
  class_id: Id<'taxClass'>;
  zone_id: Id<'taxZone'>;
  name: string;
  percent: string;
  tax: string;
  compound: boolean;
  valid_from: Date | null;
  valid_to: Date | null;
  version: string;
}

const readClasses = statement<TaxClass>('tax.classes', 'select id, code, name from tax_class order by id');
const readZones = statement<Omit<TaxZone, 'version'> & { version: string }>(
  'tax.zones',
  'select id, code, name, countries, version from tax_zone order by id',
);
const readRates = statement<RateRow>(
  'tax.rates',
  'select id, class_id, zone_id, name, percent, tax, compound, valid_from, valid_to, version from tax_rate order by id',
);
const insertClass = statement<never>('tax.insert-class', 'insert into tax_class (id, code, name) values ($1, $2, $3)');
const insertZone = statement<never>(
  'tax.insert-zone',
  'insert into tax_zone (id, code, name, countries) values ($1, $2, $3, $4)',
);
const updateZone = statement<never>(
  'tax.update-zone',
  'update tax_zone set name = $2, countries = $3, version = $4 where id = $1 and version = $4::bigint - 1',
);
const insertRate = statement<never>(
  'tax.insert-rate',
  `insert into tax_rate (id, class_id, zone_id, name, percent, tax, compound, valid_from, valid_to)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const endRate = statement<never>(
  'tax.end-rate',
  'update tax_rate set valid_to = $2, version = $3 where id = $1 and version = $3::bigint - 1',
);

/** Every rule about tax: what `terms` compiles. */
export async function readTaxRules(db: Database): Promise<TaxRules> {
  const [classes, zones, rates] = await Promise.all([db.read(readClasses), db.read(readZones), db.read(readRates)]);
  return { classes, zones: zones.map((zone) => ({ ...zone, version: BigInt(zone.version) })), rates: rates.map(rateOf) };
}

/** Writes a new class. */
export function insertingClass({ id, code, name }: TaxClass): Write {
  return insertClass.with([id, code, name], { rows: 1 });
}

/** Writes a new zone. */
export function insertingZone({ id, code, name, countries }: TaxZone): Write {
  return insertZone.with([id, code, name, countries], { rows: 1 });
}

/** Writes a changed zone whose version was counted up. */
export function updatingZone({ id, name, countries, version }: TaxZone): Write {
  return updateZone.with([id, name, countries, version], { rows: 1 });
}

/** Writes a new rate. */
export function insertingRate(rate: TaxRate): Write {
  const { id, classId, zoneId, name, percent, tax, compound, validFrom, validTo } = rate;
  const what = [id, classId, zoneId, name, formatDecimal(percent, percentScale), tax, compound];
  return insertRate.with([...what, dateOf(validFrom), dateOf(validTo)], { rows: 1 });
}

/** Writes the new end of a rate whose version was counted up. */
export function endingRate({ id, validTo, version }: TaxRate): Write {
  return endRate.with([id, dateOf(validTo), version], { rows: 1 });
}

function rateOf({ class_id, zone_id, percent, valid_from, valid_to, version, ...same }: RateRow): TaxRate {
  return {
    ...same,
    classId: class_id,
    zoneId: zone_id,
    percent: parseDecimal(percent, percentScale),
    validFrom: valid_from?.getTime() ?? null,
    validTo: valid_to?.getTime() ?? null,
    version: BigInt(version),
  };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
