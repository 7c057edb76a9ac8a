import { hundredPercent, parseDecimal, percentScale, type Id, type Path } from '#kernel';
import type { TaxRateTerms, TaxZoneTerms } from '#engine';
import { refused } from './tax.errors.js';

/** What kind of thing is taxed: standard, reduced, books. */
export interface TaxClass {
  readonly id: Id<'taxClass'>;
  readonly code: string;
  readonly name: string;
}

/** Countries that are taxed alike, and what the merchant calls them. */
export interface TaxZone extends TaxZoneTerms {
  readonly code: string;
  readonly name: string;
  /** Counts its changes. */
  readonly version: bigint;
}

/** A rate, and how often it was changed. */
export interface TaxRate extends TaxRateTerms {
  readonly tax: string;
  readonly compound: boolean;
  readonly version: bigint;
}

/** All rules about tax: what `terms` compiles. */
export interface TaxRules {
  readonly classes: readonly TaxClass[];
  readonly zones: readonly TaxZone[];
  readonly rates: readonly TaxRate[];
}

/** A tax rate to make. */
export interface TaxRateInput {
  readonly classCode: string;
  readonly zoneCode: string;
  readonly name: string;
  /** A decimal text: "21" is 21 %. */
  readonly percent: string;
  /** Which of several taxes on the same goods it is; the empty text unless said. */
  readonly tax?: string | null;
  /** Whether it is reckoned on the net with the taxes before it, in the order of their codes. */
  readonly compound?: boolean | null;
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
}

const codes = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A code. @throws UserError INVALID */
export function codeAt(code: string, path: Path): string {
  if (!codes.test(code)) throw refused.code(path);
  return code;
}

/** A name without blanks around it. @throws UserError INVALID */
export function nameAt(name: string, path: Path): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 255 || trimmed.includes('\u0000')) throw refused.name(path);
  return trimmed;
}

/** A country. @throws UserError INVALID */
export function countryAt(country: string, path: Path): string {
  if (!/^[A-Z]{2}$/.test(country)) throw refused.country(path);
  return country;
}

/** The countries of a zone: each is in one zone only. @throws UserError naming the country */
export function countriesAt(
  countries: readonly string[],
  zone: string,
  others: readonly TaxZone[],
  path: Path,
): readonly string[] {
  countries.forEach((country, index) => {
    countryAt(country, [...path, index]);
    const owner = others.find(({ id, countries: theirs }) => id !== zone && theirs.includes(country));
    if (owner) throw refused.inAnotherZone(country, owner.code, [...path, index]);
  });
  return [...new Set(countries)].sort();
}

/** A new rate. @throws UserError naming the field */
export function newRate(id: Id<'taxRate'>, input: TaxRateInput, { classes, zones }: TaxRules): TaxRate {
  const taxClass = classes.find(({ code }) => code === input.classCode);
  if (!taxClass) throw refused.unknown('tax class', input.classCode, ['classCode']);
  const zone = zones.find(({ code }) => code === input.zoneCode);
  if (!zone) throw refused.unknown('tax zone', input.zoneCode, ['zoneCode']);
  const percent = parseDecimal(input.percent, percentScale, ['percent']);
  if (percent < 0n || percent > hundredPercent) throw refused.percent(['percent']);
  const validFrom = input.validFrom?.getTime() ?? null;
  const validTo = input.validTo?.getTime() ?? null;
  if (validFrom !== null && validTo !== null && validTo <= validFrom) throw refused.window(['validTo']);
  const name = nameAt(input.name, ['name']);
  const tax = input.tax == null || input.tax === '' ? '' : codeAt(input.tax, ['tax']);
  const what = { id, classId: taxClass.id, zoneId: zone.id, name, percent, tax, compound: input.compound ?? false };
  return { ...what, validFrom, validTo, version: 1n };
}

/** The rate with another end. @throws UserError naming the field */
export function endedRate(rate: TaxRate, validTo: Date | null): TaxRate {
  if (validTo !== null && rate.validFrom !== null && validTo.getTime() <= rate.validFrom) throw refused.window(['validTo']);
  return { ...rate, validTo: validTo?.getTime() ?? null };
}
