import { UserError, type Id, type Path } from '#kernel';
import { changedPrices, periodOf } from './price-periods.js';
import type { FormerPrice, ListRef, Price, PriceInput, SavedPrice, Tier } from './price.js';
import { refused } from './pricing.errors.js';

/** What the batch meets: the lists and prices that it names, and how many events each variant's prices have told. */
export interface Known {
  readonly lists: readonly ListRef[];
  readonly prices: readonly Price[];
  readonly versions: ReadonlyMap<string, bigint>;
  /** The database's clock. */
  readonly now: number;
}

/** A variant's prices in a list that become different, and the version of the event that tells of it. */
export interface PriceChange {
  readonly list: ListRef;
  readonly variantId: Id<'variant'>;
  readonly tiers: readonly Tier[];
  /** When they hold, if that was said. */
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  readonly version: bigint;
}

/** The prices of a variant could not be saved, and why. */
export interface Refusal {
  readonly index: number;
  readonly error: UserError;
}

/** What a batch of prices comes to: `saved` has an entry for each input, null for a refused one. */
export interface DecidedPrices {
  readonly saved: readonly (SavedPrice | null)[];
  readonly refusals: readonly Refusal[];
  readonly changes: readonly PriceChange[];
  /** Rows to insert or to change, those that there are first: they make room for the others. */
  readonly kept: readonly Price[];
  /** What rows that are changed or deleted have said. */
  readonly former: readonly FormerPrice[];
  /** Rows to delete. */
  readonly gone: readonly Id<'price'>[];
  /** The version of each variant's prices, before and after. */
  readonly versions: readonly { readonly variantId: string; readonly before: bigint; readonly after: bigint }[];
}

/** The most that a price column holds: thirteen digits before the point. */
const mostAmount = 10n ** 19n;
const mostQuantity = 10n ** 15n;

/** Decides a batch of prices: what changes, what stays, what is refused. */
export function decidePrices(
  inputs: readonly PriceInput[],
  known: Known,
  newId: (kind: 'price') => Id<'price'>,
  pathOf: (index: number) => Path,
): DecidedPrices {
  const lists = new Map(known.lists.flatMap((list) => [[list.id, list] as const, [list.code, list] as const]));
  const stored = byKey(known.prices);
  const versions = new Map(known.versions);
  const done = new Set<string>();
  const refusals: Refusal[] = [];
  const changes: PriceChange[] = [];
  const kept: Price[] = [];
  const gone: Id<'price'>[] = [];
  const former: FormerPrice[] = [];

  const save = (input: PriceInput, path: Path): SavedPrice => {
    const list = lists.get(input.list);
    if (!list) throw refused.noList(input.list, [...path, 'list']);
    const key = keyOf(list.id, input.variantId);
    if (done.has(key)) throw refused.twice([...path, 'variantId']);
    const tiers = checkedTiers(input.tiers, [...path, 'tiers']);
    done.add(key);
    const variantId = input.variantId as Id<'variant'>;
    const before = stored.get(key) ?? [];
    const period = periodOf(input, before, known.now, path);
    const change = changedPrices(before, tiers, { listId: list.id, variantId }, period, known.now);
    const changed = change !== null;
    if (change) {
      const version = (versions.get(variantId) ?? 0n) + 1n;
      versions.set(variantId, version);
      const { validFrom = null, validTo = null } = input;
      changes.push({ list, variantId, tiers, validFrom, validTo, version });
      kept.push(...change.kept.map((row) => ({ ...row, id: row.id ?? newId('price') })));
      gone.push(...change.gone);
      former.push(...change.former);
    }
    return { listId: list.id, variantId, changed };
  };

  const saved = inputs.map((input, index) => {
    try {
      return save(input, pathOf(index));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusals.push({ index, error });
      return null;
    }
  });
  const counted = [...versions].map(([variantId, after]) => ({ variantId, before: known.versions.get(variantId) ?? 0n, after }));
  const ids = new Set(known.prices.map(({ id }) => id));
  kept.sort((a, b) => Number(ids.has(b.id)) - Number(ids.has(a.id)));
  return { saved, refusals, changes, kept, gone, former, versions: counted.filter(({ before, after }) => before !== after) };
}

/** The tiers in their order, checked. @throws UserError naming the tier and the field */
export function checkedTiers(tiers: readonly Tier[], path: Path): Tier[] {
  const seen = new Set<bigint>();
  tiers.forEach(({ minQuantity, amount, compareAt }, index) => {
    const at = (field: string): Path => [...path, index, field];
    if (minQuantity < 0n) throw refused.negative('the quantity', at('minQuantity'));
    if (minQuantity >= mostQuantity) throw refused.tooLarge('the quantity', at('minQuantity'));
    if (seen.has(minQuantity)) throw refused.sameTier(at('minQuantity'));
    seen.add(minQuantity);
    if (amount < 0n) throw refused.negative('the amount', at('amount'));
    if (amount >= mostAmount) throw refused.tooLarge('the amount', at('amount'));
    if (compareAt !== null && compareAt < amount) throw refused.compareAt(at('compareAt'));
    if (compareAt !== null && compareAt >= mostAmount) throw refused.tooLarge('the amount', at('compareAt'));
  });
  return tiers.toSorted((a, b) => (a.minQuantity < b.minQuantity ? -1 : 1));
}

function byKey(prices: readonly Price[]): Map<string, Price[]> {
  const groups = new Map<string, Price[]>();
  for (const price of prices) {
    const key = keyOf(price.listId, price.variantId);
    groups.set(key, [...(groups.get(key) ?? []), price]);
  }
  return groups;
}

function keyOf(listId: string, variantId: string): string {
  return `${listId} ${variantId}`;
}
