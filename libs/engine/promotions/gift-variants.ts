import type { Id } from '#kernel';
import { promotionsIn } from '../inputs.js';
import type { Terms } from '../terms.js';

const known = new WeakMap<Terms, ReadonlySet<Id<'variant'>>>();

/** The variants that promotions of the terms may give in addition. */
export function giftVariants(terms: Terms): ReadonlySet<Id<'variant'>> {
  const variants = known.get(terms) ?? new Set(promotionsIn(terms).flatMap(({ action }) => action.gives ?? []));
  known.set(terms, variants);
  return variants;
}
