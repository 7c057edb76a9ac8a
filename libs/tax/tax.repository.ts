import { formatDecimal, parseDecimal, percentScale, type Id } from '#kernel';
import type { TaxRateTerms } from '#engine';
import { statement, type Database, type Write } from '#platform/db';
import type { TaxClass, TaxRules, TaxZone } from './tax.js';

interface RateRow {
  id: Id<'taxRate'>;
  class_id: Id<'taxClass'>;
  zone_id: Id<'taxZone'>;
  name: string;
  percent: string;
  valid_from: Date | null;
  valid_to: Date | null;
}

const readClasses = statement<TaxClass>('tax.classes', 'select id, code, name from tax_class order by id');
const readZones = statement<TaxZone>('tax.zones', 'select id, code, name, countries from tax_zone order by id');
const readRates = statement<RateRow>(
  'tax.rates',
  'select id, class_id, zone_id, name, percent, valid_from, valid_to from tax_rate order by id',
);
const insertClass = statement<never>('tax.insert-class', 'insert into tax_class (id, code, name) values ($1, $2, $3)');
const insertZone = statement<never>(
  'tax.insert-zone',
  'insert into tax_zone (id, code, name, countries) values ($1, $2, $3, $4)',
);
const updateZone = statement<never>('tax.update-zone', 'update tax_zone set name = $2, countries = $3 where id = $1');
const insertRate = statement<never>(
  'tax.insert-rate',
  `insert into tax_rate (id, class_id, zone_id, name, percent, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const endRate = statement<never>('tax.end-rate', 'update tax_rate set valid_to = $2 where id = $1');

/** Every rule about tax: what `terms` compiles. */
export async function readTaxRules(db: Database): Promise<TaxRules> {
  const [classes, zones, rates] = await Promise.all([db.read(readClasses), db.read(readZones), db.read(readRates)]);
  return { classes, zones, rates: rates.map(rateOf) };
}

/** Writes a new class. */
export function insertingClass({ id, code, name }: TaxClass): Write {
  return insertClass.with([id, code, name], { rows: 1 });
}

/** Writes a new zone. */
export function insertingZone({ id, code, name, countries }: TaxZone): Write {
  return insertZone.with([id, code, name, countries], { rows: 1 });
}

/** Writes a changed zone. */
export function updatingZone({ id, name, countries }: TaxZone): Write {
  return updateZone.with([id, name, countries], { rows: 1 });
}

/** Writes a new rate. */
export function insertingRate(rate: TaxRateTerms): Write {
  const { id, classId, zoneId, name, percent, validFrom, validTo } = rate;
  const values = [id, classId, zoneId, name, formatDecimal(percent, percentScale), dateOf(validFrom), dateOf(validTo)];
  return insertRate.with(values, { rows: 1 });
}

/** Writes a rate's new end. */
export function endingRate({ id, validTo }: TaxRateTerms): Write {
  return endRate.with([id, dateOf(validTo)], { rows: 1 });
}

function rateOf({ class_id, zone_id, percent, valid_from, valid_to, ...same }: RateRow): TaxRateTerms {
  return {
    ...same,
    classId: class_id,
    zoneId: zone_id,
    percent: parseDecimal(percent, percentScale),
    validFrom: valid_from?.getTime() ?? null,
    validTo: valid_to?.getTime() ?? null,
  };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
