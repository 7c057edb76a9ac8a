import { UserError, type CurrencyCode, type Path, type Quantity } from '#kernel';
import { amountsAt, fieldsOf, listAt, onlyKeys, quantityAt, storedAmounts, storedQuantity, type Fields } from '../fields.js';
import { itemsAt } from '../items.js';
import type { ActionKind } from '../kinds.js';
import type { LineShare } from '../promotion.js';
import type { Standing, StandingLine } from '../standing.js';
import { offAt, offKeys, type Off } from './off.js';
import { baseAt, type Base } from './percent.js';

/** What is taken off from a bound on. A tier is half-open: it ends where the next one begins. */
export interface Tier<From> {
  readonly from: From;
  readonly off: Off;
}

/** Tiers, as a definition says them. */
export interface Tiers<From> {
  /** As they are to be stored. */
  readonly stored: Fields;
  readonly tiers: readonly Tier<From>[];
}

/** Reads tiers from a quantity on. @throws UserError INVALID naming the path, also where a tier does not lie above the one before */
export function quantityTiersAt(fields: Fields, path: Path): Tiers<Quantity> {
  return tiersAt(fields, path, {
    read: (tier, place) => quantityAt(tier, 'from', place),
    stored: storedQuantity,
    stuck: (from, before) => (before.some((each) => each >= from) ? ['from'] : null),
  });
}

/** Reads tiers from amounts on, each currency by itself. @throws UserError INVALID naming the path, also where a tier does not lie above the one before */
export function amountTiersAt(fields: Fields, path: Path): Tiers<ReadonlyMap<CurrencyCode, bigint>> {
  return tiersAt(fields, path, {
    read: (tier, place) => amountsAt(tier, 'from', place),
    stored: storedAmounts,
    stuck: (from, before) => {
      const currency = [...from.keys()].find((each) =>
        before.some((earlier) => (earlier.get(each) ?? 0n) >= (from.get(each) ?? 0n)),
      );
      return currency === undefined ? null : ['from', currency];
    },
  });
}

/** What is known where tiers are looked at. */
export interface TierQuestion {
  readonly lines: readonly StandingLine[];
  readonly standing: Standing;
  /** What the definition says; null: as the channel has it. */
  readonly base: Base | null;
}

/**
 * A kind of action of which the greatest tier that is reached counts, alone: `{ type, tiers, items, base }`.
 * @param reaches tells of a basket which bounds it reaches
 */
export function tiered<From>(
  type: string,
  read: (fields: Fields, path: Path) => Tiers<From>,
  reaches: (question: TierQuestion) => (from: From) => boolean,
  sharesOf: (off: Off, question: TierQuestion) => LineShare[],
): ActionKind {
  return {
    type,
    lanes: ['ITEM', 'ORDER'],
    keys: ['tiers', 'items', 'base'],
    parse: (fields, path) => {
      const { tiers, stored } = read(fields, path);
      const items = itemsAt(fields, path);
      const { base, stored: storedBase } = baseAt(fields, path);
      return {
        stored: { ...stored, ...items.stored, ...storedBase },
        needs: items.keys,
        effect: (standing) => {
          const question = { lines: items.of(standing), standing, base };
          const isReached = reaches(question);
          const tier = tiers.findLast(({ from }) => isReached(from));
          return { shares: tier ? sharesOf(tier.off, question) : [], shipping: 0n };
        },
      };
    },
  };
}

interface Bound<From> {
  readonly read: (tier: Fields, path: Path) => From;
  readonly stored: (from: From) => unknown;
  /** Where a bound does not lie above those before it; null: it does. */
  readonly stuck: (from: From, before: readonly From[]) => Path | null;
}

function tiersAt<From>(fields: Fields, path: Path, { read, stored, stuck }: Bound<From>): Tiers<From> {
  const tiers: Tier<From>[] = [];
  const texts = listAt(fields, 'tiers', path).map((entry, index) => {
    const place = [...path, 'tiers', index];
    const tier = fieldsOf(entry, place);
    onlyKeys(tier, ['from', ...offKeys], place);
    const from = read(tier, place);
    const where = stuck(
      from,
      tiers.map((each) => each.from),
    );
    if (where !== null) throw new UserError('INVALID', 'Each tier must begin above the one before it', [...place, ...where]);
    const off = offAt(tier, place);
    tiers.push({ from, off });
    return { from: stored(from), ...off.stored };
  });
  return { stored: { tiers: texts }, tiers };
}
