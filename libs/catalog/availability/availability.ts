import { formatShort, isId, largestPage, quantityScale, UserError, type ChannelRef, type Id, type Quantity } from '#kernel';
import type { Location } from '#inventory';

/** The most locations that one request asks about. */
export const mostLocations = 50;

/** What can be had of a variant at one location. */
export interface LocationAvailability {
  readonly location: Location;
  readonly inStock: boolean;
  /** A decimal text; null: it is sold without looking at stock. */
  readonly available: string | null;
}

/** What can be had of a variant: in one go from the best location, and at each. */
export interface VariantAvailability {
  readonly variantId: Id<'variant'>;
  readonly inStock: boolean;
  readonly available: string | null;
  readonly locations: readonly LocationAvailability[];
}

/** A variant that is asked about, as far as it matters. */
export interface StockedVariant {
  readonly id: Id<'variant'>;
  readonly tracked: boolean;
  readonly step: Quantity;
}

/** The places to look at: those of the channel, or the asked ones among them. @throws UserError INVALID when they are too many */
export function placesOf(asked: readonly string[] | null, { locationIds }: ChannelRef): Id<'location'>[] {
  const wanted = asked === null ? null : new Set(asked);
  const places = wanted === null ? [...locationIds] : locationIds.filter((id) => wanted.has(id));
  if (places.length > mostLocations || (wanted?.size ?? 0) > mostLocations)
    throw new UserError('INVALID', `name at most ${mostLocations} of the channel's locations`, ['locationIds'], {
      max: mostLocations,
    });
  return places;
}

/** The variants to look at, each once; what is no variant's id is nobody's. @throws UserError INVALID when they are too many */
export function variantsAsked(ids: readonly string[]): Id<'variant'>[] {
  const asked = [...new Set(ids)];
  if (asked.length > largestPage)
    throw new UserError('INVALID', `at most ${largestPage} variants`, ['variantIds'], { max: largestPage });
  return asked.filter((id): id is Id<'variant'> => isId('variant', id));
}

/** What the channel may sell of a variant here and there: what is left less its safety stock, in whole steps. */
export function availabilityOf(
  { id, tracked, step }: StockedVariant,
  locations: readonly Location[],
  leftAt: (locationId: string) => Quantity | undefined,
  safetyStock: Quantity,
): VariantAvailability {
  const sellable = (location: Location): Quantity => {
    const spare = (leftAt(location.id) ?? 0n) - safetyStock;
    return spare > 0n ? spare - (spare % step) : 0n;
  };
  const said = (quantity: Quantity) =>
    tracked ? { inStock: quantity > 0n, available: formatShort(quantity, quantityScale) } : { inStock: true, available: null };
  const quantities = locations.map(sellable);
  const best = quantities.reduce((most, quantity) => (quantity > most ? quantity : most), 0n);
  return {
    variantId: id,
    ...said(best),
    locations: locations.map((location, index) => ({ location, ...said(quantities[index] ?? 0n) })),
  };
}
