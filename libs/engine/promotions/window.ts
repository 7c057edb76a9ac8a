import type { Facts } from '#kernel';
import { instantOf, parseLocal } from '../time/local.js';
import { notValid, type Validity } from '../validity.js';
import type { PromotionTerms } from './promotion.js';

/** When a promotion holds where clocks are read in a zone, as instants: those that all share, or those of its local times there. */
export function windowIn(zone: string, promotion: PromotionTerms): Validity {
  const { local } = promotion;
  if (!local) return promotion;
  const instantAt = (text: string | null): number | null => {
    const time = text === null ? null : parseLocal(text);
    return time === null ? null : instantOf(zone, time);
  };
  return { validFrom: instantAt(local.from), validTo: instantAt(local.to) };
}

/** Why a promotion does not hold at an instant where clocks are read in a zone; null: it holds. */
export function outsideWindow(
  promotion: PromotionTerms,
  zone: string,
  at: number,
): { readonly verdict: 'NOT_STARTED' | 'ENDED'; readonly facts: Facts } | null {
  const window = windowIn(zone, promotion);
  const verdict = notValid(window, at);
  if (verdict === null) return null;
  if (verdict === 'NOT_STARTED') return { verdict, facts: { startsAt: instant(window.validFrom) } };
  return { verdict, facts: { endedAt: instant(window.validTo) } };
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
