import { instantOf, parseLocal } from '#engine';

/** Where a country's law reads the clock: the zone of its capital. */
const capitals: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  CY: 'Asia/Nicosia',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn',
  ES: 'Europe/Madrid',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IT: 'Europe/Rome',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  MT: 'Europe/Malta',
  NL: 'Europe/Amsterdam',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  RO: 'Europe/Bucharest',
  SE: 'Europe/Stockholm',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
};

/** The instant at which a date begins in a country, by the clocks of its capital; where those are not known, in UTC. Null: it is no date. */
export function dayBegins(country: string, date: string): number | null {
  const local = date.length === 10 ? parseLocal(date) : null;
  return local === null ? null : instantOf(capitals[country] ?? 'UTC', local);
}

/** Whether the country's clocks are known. */
export function hasKnownClocks(country: string): boolean {
  return Object.hasOwn(capitals, country);
}
