import { codeAt, countryAt, nameAt, type TaxClass, type TaxRate, type TaxRules, type TaxZone } from '../tax.js';
import { refused } from '../tax.errors.js';
import { followed, type Period } from './follow-table.js';

/** What a tax table says of a class of goods: its rate from an instant up to another. */
export interface TablePeriod extends Period {
  readonly classCode: string;
  readonly className: string;
  /** What it is called on an invoice. */
  readonly name: string;
}

/** What a tax table says of a country. */
export interface CountryTable {
  /** Two capitals. */
  readonly country: string;
  readonly zoneName: string;
  /** Those of one class do not overlap. */
  readonly periods: readonly TablePeriod[];
}

/** What taking in a country's table changes: nothing where all lists are empty. */
export interface TableChanges {
  readonly classes: readonly TaxClass[];
  readonly zones: readonly TaxZone[];
  readonly made: readonly TaxRate[];
  /** With their new ends, counted up. */
  readonly ended: readonly TaxRate[];
}

/** Ids for what is made. */
export interface TableIds {
  taxClass(): TaxClass['id'];
  taxZone(): TaxZone['id'];
  taxRate(): TaxRate['id'];
}

/**
 * Decides what a country's table changes in the rules. The zone is the country's own, made when it has none. What holds already stays,
 * what the table has beyond is made; a rate that began before all that the table knows ends where that begins.
 * @throws UserError where a rate that holds says otherwise at the same time, or the country is not alone in its zone
 */
export function tableChanges(table: CountryTable, rules: TaxRules, ids: TableIds): TableChanges {
  if (table.periods.length === 0) return { classes: [], zones: [], made: [], ended: [] };
  const known = zoneOf(table, rules);
  const zone = known ?? newZone(table, ids);
  const classes: TaxClass[] = [];
  const made: TaxRate[] = [];
  const ended: TaxRate[] = [];
  for (const code of new Set(table.periods.map(({ classCode }) => classCode))) {
    const periods = table.periods.filter(({ classCode }) => classCode === code);
    const taxClass = rules.classes.find((each) => each.code === code) ?? newClass(periods[0]?.className ?? code, code, ids);
    if (!rules.classes.includes(taxClass)) classes.push(taxClass);
    const holding = rules.rates.filter(({ zoneId, classId, tax }) => zoneId === zone.id && classId === taxClass.id && tax === '');
    const changes = followed(holding, periods);
    if (changes.clash) throw refused.clash(code, changes.clash, ['periods', code]);
    made.push(...changes.missing.map((period) => rateOf(period, taxClass, zone, ids)));
    ended.push(...changes.ending.map(({ rate, validTo }) => ({ ...rate, validTo, version: rate.version + 1n })));
  }
  return { classes, zones: known ? [] : [zone], made, ended };
}

/** The rules with the changes. */
export function rulesAfter({ classes, zones, rates }: TaxRules, changes: TableChanges): TaxRules {
  const ended = new Map(changes.ended.map((rate) => [rate.id, rate]));
  return {
    classes: [...classes, ...changes.classes],
    zones: [...zones, ...changes.zones],
    rates: [...rates.map((rate) => ended.get(rate.id) ?? rate), ...changes.made],
  };
}

function zoneOf({ country }: CountryTable, { zones }: TaxRules): TaxZone | undefined {
  const zone = zones.find(({ countries }) => countries.includes(country));
  if (zone && zone.countries.length > 1) throw refused.notAlone(country, zone.code, ['country']);
  const code = country.toLowerCase();
  if (!zone && zones.some((each) => each.code === code)) throw refused.taken('tax zone', code, ['country']);
  return zone;
}

function newZone({ country, zoneName }: CountryTable, ids: TableIds): TaxZone {
  const countries = [countryAt(country, ['country'])];
  return { id: ids.taxZone(), code: country.toLowerCase(), name: nameAt(zoneName, ['country']), countries, version: 1n };
}

function newClass(name: string, code: string, ids: TableIds): TaxClass {
  const path = ['periods', code];
  return { id: ids.taxClass(), code: codeAt(code, path), name: nameAt(name, path) };
}

function rateOf({ name, percent, from, to }: TablePeriod, taxClass: TaxClass, zone: TaxZone, ids: TableIds): TaxRate {
  const what = { id: ids.taxRate(), classId: taxClass.id, zoneId: zone.id, name, percent, tax: '', compound: false };
  return { ...what, validFrom: from, validTo: to, version: 1n };
}
