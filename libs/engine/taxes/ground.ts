import type { Id } from '#kernel';
import type { Basket } from '../basket.js';
import type { Conventions } from '../conventions.js';
import type { Entry, Terms } from '../terms.js';
import { levyIn, noLevy, type Levy } from './levy.js';
import { reliefsVerdict } from './relief.js';
import { taxed } from './tax.js';

/** What decides the taxes of a basket: where it goes, when, and for whom. */
export interface TaxGround {
  readonly conventions: Conventions;
  /** Where it goes; null: a country of no zone, so that nothing is taxed. */
  readonly zoneId: Id<'taxZone'> | null;
  /** What goods of a class bear there. */
  readonly due: (classId: Id<'taxClass'>) => Levy;
  /** The same less what the buyer is freed of. */
  readonly owed: (classId: Id<'taxClass'>) => Levy;
  /** What an entered amount is here: one with tax changes where it crosses into another zone at a fixed net, or the buyer is freed. */
  readonly here: (entry: Entry, amount: bigint, classId: Id<'taxClass'>) => bigint;
}

/** The ground of a basket's taxes: every rate is that of the one instant, the tax point. */
export function taxGround(terms: Terms, { country, taxReliefs }: Pick<Basket, 'country' | 'taxReliefs'>, at: number): TaxGround {
  const { conventions, homeCountry, zoneOf } = terms;
  const zoneId = zoneOf.get(country) ?? null;
  const homeId = homeCountry === null ? zoneId : (zoneOf.get(homeCountry) ?? null);
  const crosses = conventions.crossBorder === 'FIXED_NET' && homeId !== zoneId;
  const due = remembering((classId) => levyIn(terms, zoneId, classId, at));
  const isFreed = (classId: Id<'taxClass'>): boolean => reliefsVerdict(taxReliefs, classId, zoneId, at) === 'FREED';
  const owed = taxReliefs === undefined ? due : remembering((classId) => (isFreed(classId) ? noLevy : due(classId)));
  const home = remembering((classId) => levyIn(terms, homeId, classId, at));
  return {
    conventions,
    zoneId,
    due,
    owed,
    here: (entry, amount, classId) => {
      if (entry === 'NET') return amount;
      const priced = crosses ? home(classId) : due(classId);
      const net = (): bigint => taxed({ entry, amount }, priced, conventions).net;
      if (isFreed(classId)) return net();
      return crosses ? taxed({ entry: 'NET', amount: net() }, due(classId), conventions).gross : amount;
    },
  };
}

function remembering(levyOf: (classId: Id<'taxClass'>) => Levy): (classId: Id<'taxClass'>) => Levy {
  const known = new Map<Id<'taxClass'>, Levy>();
  return (classId) => {
    const levy = known.get(classId) ?? levyOf(classId);
    known.set(classId, levy);
    return levy;
  };
}
