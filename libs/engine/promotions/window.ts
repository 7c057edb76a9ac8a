import type { Facts } from '#kernel';
import { instantOf, parseLocal } from '../time/local.js';
import { notValid, type Validity } from '../validity.js';
import type { LocalWindow, PromotionTerms } from './promotion.js';

/** What local times come to in a zone: found once, because promotions are looked through again and again. */
const known = new WeakMap<LocalWindow, Map<string, Validity>>();

/** When a promotion holds where clocks are read in a zone, as instants: those that all share, or those of its local times there. */
export function windowIn(zone: string, promotion: PromotionTerms): Validity {
  const { local } = promotion;
  if (!local) return promotion;
  const inZones = known.get(local) ?? new Map<string, Validity>();
  const found = inZones.get(zone) ?? instantsIn(zone, local);
  known.set(local, inZones.set(zone, found));
  return found;
}

function instantsIn(zone: string, local: LocalWindow): Validity {
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
