import { formatDecimal, percentScale } from '#kernel';
import { statement, type Write } from '#platform/db';
import type { TaxClass, TaxRate, TaxZone } from '../tax.js';

const insertClasses = statement<never>(
  'tax-import.insert-classes',
  'insert into tax_class (id, code, name) select * from unnest($1::text[], $2::text[], $3::text[])',
);
const insertZones = statement<never>(
  'tax-import.insert-zones',
  `insert into tax_zone (id, code, name, countries)
   select z.id, z.code, z.name, array[z.country] from unnest($1::text[], $2::text[], $3::text[], $4::text[]) z(id, code, name, country)`,
);
const insertRates = statement<never>(
  'tax-import.insert-rates',
  `insert into tax_rate (id, class_id, zone_id, name, percent, tax, compound, valid_from, valid_to)
   select id, class_id, zone_id, name, percent, '', false, valid_from, valid_to
   from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::timestamptz[], $7::timestamptz[])
     r(id, class_id, zone_id, name, percent, valid_from, valid_to)`,
);
const endRates = statement<never>(
  'tax-import.end-rates',
  `update tax_rate r set valid_to = e.valid_to, version = e.version
   from unnest($1::text[], $2::timestamptz[], $3::bigint[]) e(id, valid_to, version) where r.id = e.id and r.version = e.version - 1`,
);

/** Writes what tables change: what ends makes room for what begins. */
export function savingTables(
  classes: readonly TaxClass[],
  zones: readonly TaxZone[],
  made: readonly TaxRate[],
  ended: readonly TaxRate[],
): Write[] {
  const of = <T>(all: readonly T[], write: (rows: readonly T[]) => Write): Write[] => (all.length > 0 ? [write(all)] : []);
  return [
    ...of(ended, (rows) =>
      endRates.with([ids(rows), rows.map(({ validTo }) => dateOf(validTo)), rows.map(({ version }) => version.toString())], {
        rows: rows.length,
      }),
    ),
    ...of(classes, (rows) => insertClasses.with([ids(rows), codes(rows), names(rows)], { rows: rows.length })),
    ...of(zones, (rows) =>
      insertZones.with([ids(rows), codes(rows), names(rows), rows.map(({ countries }) => countries[0] ?? '')], {
        rows: rows.length,
      }),
    ),
    ...of(made, (rows) => insertRates.with(rateColumns(rows), { rows: rows.length })),
  ];
}

function rateColumns(rates: readonly TaxRate[]) {
  return [
    ids(rates),
    rates.map(({ classId }) => classId),
    rates.map(({ zoneId }) => zoneId),
    names(rates),
    rates.map(({ percent }) => formatDecimal(percent, percentScale)),
    rates.map(({ validFrom }) => dateOf(validFrom)),
    rates.map(({ validTo }) => dateOf(validTo)),
  ];
}

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
const codes = (rows: readonly { readonly code: string }[]): string[] => rows.map(({ code }) => code);
const names = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);

function dateOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
