import type { LocalWindow } from '../promotions/promotion.js';
import type { Validity } from '../validity.js';
import { instantOf, parseLocal } from './local.js';

/** A half-open stretch of local time, read by the clocks of an IANA zone; null: by each store's own. */
export interface ZonedWindow extends LocalWindow {
  readonly timeZone: string | null;
}

const hourMs = 3_600_000;
/** How far the clocks of the earliest and the latest zone are from UTC. */
const [earliest, latest] = [14 * hourMs, 12 * hourMs];

/**
 * The instants of a window as clocks are set now: what is decided about them later moves them. Where stores' own clocks count, the first
 * and the last instant at which it holds in any zone.
 */
export function windowInstants({ from, to, timeZone }: ZonedWindow): Validity {
  const at = (text: string | null, spread: number): number | null => {
    const local = text === null ? null : parseLocal(text);
    if (local === null) return null;
    return timeZone === null ? local + spread : instantOf(timeZone, local);
  };
  return { validFrom: at(from, -earliest), validTo: at(to, latest) };
}
