import { formatShort, percentScale, type Id, type Path } from '#kernel';
import type { TaxRateTerms, TaxZoneTerms } from '../terms.js';
import { about, fields, flag, invalid, list, name, named, optional, orNull, type Read } from './shape.js';
import { checkedIds, checkedValidity, country, oneOf, percentage, validity } from './values.js';

/** The class of whatever names none. */
export const standardClass = 'standard';

/** The one zone of a file that names none: every country that the file speaks of. */
const everywhere = 'everywhere';

/** Countries that are taxed alike, by the zone's name. */
export const taxZones = named(list(country, 1));

/** Tax rates. */
export const taxRates = list(
  fields({
    id: about('What it is called; made of class, zone, tax and percentage unless said.', orNull(name)),
    class: about('The kind of goods that bears it. standard unless said.', optional(name, standardClass)),
    zone: about('Where it is owed: one of taxZones. Without taxZones it is owed everywhere.', orNull(name)),
    percent: about('In percent: 21 is 21 %.', percentage),
    name: about('As a receipt shows it.', orNull(name)),
    tax: about('Which of several taxes on the same goods it is, such as gst and pst.', optional(name, '')),
    compound: about('Whether it is reckoned on the net with the taxes before it. False unless said.', optional(flag, false)),
    ...validity,
  }),
);

/** Zones and rates as the engine has them. */
export interface TaxesRead {
  readonly taxZones: readonly TaxZoneTerms[];
  readonly taxRates: readonly TaxRateTerms[];
}

/** The taxes of a file. @param countries those that the file speaks of @throws UserError INVALID naming the path */
export function taxesFrom(
  rates: Read<typeof taxRates>,
  zones: Read<typeof taxZones>,
  countries: readonly string[],
  path: Path,
): TaxesRead {
  const known = zones.length === 0 ? [everywhere] : zones.map(([zone]) => zone);
  const read = rates.map((rate, index): TaxRateTerms => {
    const place = [...path, index];
    if (rate.zone === null && zones.length > 0)
      throw invalid(`zone must be given: one of ${known.join(', ')}`, [...place, 'zone']);
    const zone = oneOf(rate.zone ?? everywhere, known, 'tax zone', [...place, 'zone']);
    const percent = formatShort(rate.percent, percentScale);
    const made = [rate.class, rate.zone, rate.tax, percent].filter((part) => part !== null && part !== '').join('-');
    return {
      id: (rate.id ?? made) as Id<'taxRate'>,
      classId: rate.class as Id<'taxClass'>,
      zoneId: zone as Id<'taxZone'>,
      name: rate.name ?? `${percent} %`,
      percent: rate.percent,
      tax: rate.tax,
      compound: rate.compound,
      ...checkedValidity(rate, place),
    };
  });
  checkedIds(read, path);
  const all: Read<typeof taxZones> = zones.length === 0 ? [[everywhere, countries]] : zones;
  return { taxZones: all.map(([id, named]) => ({ id: id as Id<'taxZone'>, countries: named })), taxRates: read };
}
