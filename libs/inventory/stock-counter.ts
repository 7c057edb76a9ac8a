import type { Id } from '#kernel';

const prefix = 'stock:';

/** The counter that holds on a variant's stock at a location go against. */
export function stockCounterId(variantId: Id<'variant'>, locationId: Id<'location'>): string {
  return `${prefix}${variantId}:${locationId}`;
}

/** What a stock counter counts; null for counters of other things. */
export function stockOf(counterId: string): { variantId: Id<'variant'>; locationId: Id<'location'> } | null {
  if (!counterId.startsWith(prefix)) return null;
  const [variantId = '', locationId = ''] = counterId.slice(prefix.length).split(':');
  return { variantId: variantId as Id<'variant'>, locationId: locationId as Id<'location'> };
}
