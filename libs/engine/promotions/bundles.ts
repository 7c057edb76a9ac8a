import type { Quantity } from '#kernel';
import { least, type Units } from './units.js';

/** One part of a bundle: so many units, in thousandths, of these. */
export interface BundlePart {
  readonly quantity: Quantity;
  /** Those that fit it, the first choice first. All parts choose from one list of units. */
  readonly units: readonly Units[];
}

/** The most parts of a bundle: units that fit several are weighed for every set of parts. */
export const mostParts = 6;

/**
 * How many whole bundles some units make, each unit in one part of one bundle: as many as leave, for every set of parts, enough units
 * that fit one of them (Hall's theorem).
 */
export function bundlesIn(parts: readonly BundlePart[]): bigint {
  const supply = supplyOf(parts);
  return supply.map(({ units, perBundle }) => units / perBundle).reduce((all, each) => least(all, each));
}

/**
 * The units of so many bundles: part by part the first that fit it, as long as enough are left for the parts after it.
 * There must be as many bundles.
 */
export function bundled(parts: readonly BundlePart[], bundles: bigint): Units[] {
  const chosen: Units[] = [];
  const fits = partsByUnits(parts);
  const supply = supplyOf(parts);
  const free = new Map(parts.flatMap(({ units }) => units.map((each) => [each, each.from])));
  parts.forEach(({ quantity, units }, part) => {
    let missing = quantity * bundles;
    for (const each of units) {
      if (missing === 0n) break;
      const mask = fits.get(each) ?? 0;
      const touched = supply.filter((set) => (set.parts & mask) !== 0);
      const later = touched.filter((set) => set.parts % 2 ** (part + 1) === 0);
      const from = free.get(each) ?? each.from;
      const count = least(missing, each.to - from, ...later.map((set) => set.units - set.perBundle * bundles));
      if (count > 0n) chosen.push({ ...each, from, to: from + count });
      free.set(each, from + count);
      for (const set of touched) set.units -= count;
      missing -= count;
    }
  });
  return chosen;
}

/** A set of parts, as bits, with the units that fit one of them and those that a bundle asks of them. */
interface Supply {
  readonly parts: number;
  units: Quantity;
  readonly perBundle: Quantity;
}

function supplyOf(parts: readonly BundlePart[]): Supply[] {
  const sets = Array.from({ length: 2 ** parts.length - 1 }, (_, index) => index + 1);
  const fits = [...partsByUnits(parts)];
  return sets.map((set) => ({
    parts: set,
    units: fits.reduce((all, [{ from, to }, mask]) => ((mask & set) === 0 ? all : all + to - from), 0n),
    perBundle: parts.reduce((all, { quantity }, part) => ((set & (1 << part)) === 0 ? all : all + quantity), 0n),
  }));
}

function partsByUnits(parts: readonly BundlePart[]): Map<Units, number> {
  const fits = new Map<Units, number>();
  parts.forEach(({ units }, part) => {
    for (const each of units) fits.set(each, (fits.get(each) ?? 0) | (1 << part));
  });
  return fits;
}
