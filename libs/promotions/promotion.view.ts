import { inLanguage, type Context } from '#kernel';
import type { Promotion } from './promotion.js';

/** A promotion as resolvers return it. */
export type ShownPromotion = ReturnType<typeof shownPromotion>;

/** A promotion in the words of the schema. */
export function shownPromotion({ name, version, status, ...promotion }: Promotion, { locales }: Context, now: Date) {
  const { validFrom, codes } = promotion;
  const scheduled = status === 'ACTIVE' && validFrom !== null && validFrom > now;
  return {
    ...promotion,
    name: inLanguage(name, locales),
    code: codes[0] ?? null,
    status: scheduled ? ('SCHEDULED' as const) : status,
    version: version.toString(),
  };
}
