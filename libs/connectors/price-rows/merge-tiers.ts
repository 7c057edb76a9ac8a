import type { Id } from '#kernel';
import type { Price, PriceInput, Tier } from '#pricing';
import type { PriceDraft } from './read-price.js';

/** A price of the file whose variant and list are known. */
export interface FoundPrice {
  readonly draft: PriceDraft;
  readonly variantId: Id<'variant'>;
  readonly listId: Id<'priceList'>;
}

/** All tiers of each variant and list that the rows touch: those of the rows, and those that are there. */
export function mergeTiers(found: readonly FoundPrice[], known: readonly Price[]): PriceInput[] {
  const merged = new Map<string, { list: string; variantId: string; tiers: Map<bigint, Tier> }>();
  const entry = (listId: string, variantId: string) => {
    const key = `${listId} ${variantId}`;
    const made = merged.get(key) ?? { list: listId, variantId, tiers: new Map<bigint, Tier>() };
    merged.set(key, made);
    return made;
  };
  for (const { listId, variantId } of found) entry(listId, variantId);
  for (const price of known) merged.get(`${price.listId} ${price.variantId}`)?.tiers.set(price.minQuantity, price);
  for (const { draft, listId, variantId } of found) {
    const { tiers } = entry(listId, variantId);
    const { minQuantity, amount } = draft;
    const before = tiers.get(minQuantity)?.compareAt ?? null;
    const compareAt = draft.compareAt === undefined && before !== null && before >= amount ? before : (draft.compareAt ?? null);
    tiers.set(minQuantity, { minQuantity, amount, compareAt });
  }
  return [...merged.values()].map(({ tiers, ...input }) => ({ ...input, tiers: [...tiers.values()] }));
}

/** How many of the rows say something else than is there. */
export function changedRows(found: readonly FoundPrice[], inputs: readonly PriceInput[], known: readonly Price[]): number {
  const keyOf = (listId: string, variantId: string, minQuantity: bigint) => `${listId} ${variantId} ${minQuantity.toString()}`;
  const before = new Map(known.map((price) => [keyOf(price.listId, price.variantId, price.minQuantity), price]));
  const after = new Map(
    inputs.flatMap(({ list, variantId, tiers }) =>
      tiers.map((tier) => [keyOf(list, variantId, tier.minQuantity), tier] as const),
    ),
  );
  return found.filter(({ draft, listId, variantId }) => {
    const key = keyOf(listId, variantId, draft.minQuantity);
    return before.get(key)?.amount !== after.get(key)?.amount || before.get(key)?.compareAt !== after.get(key)?.compareAt;
  }).length;
}
