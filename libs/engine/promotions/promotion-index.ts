import type { Basket } from '../basket.js';
import { notValid } from '../validity.js';
import { factKeys, kindOf } from './fact-keys.js';
import { keysOfAll } from './keys.js';
import type { PromotionTerms } from './promotion.js';
import { windowIn } from './window.js';

/** The promotions that hold during a stretch of time, by the keys of which a basket must have one; as places in the order of evaluation. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Those that any basket may do for. */
  readonly open: readonly number[];
  readonly byKey: ReadonlyMap<string, readonly number[]>;
  /** The kinds of facts that some promotion asks for. */
  readonly kinds: ReadonlySet<string>;
}

/**
 * The promotions that apply by themselves, found by when they hold and by what they ask of a basket: those that cannot apply are
 * not visited. What holds now is sorted out once for each stretch of time in which none begins or ends.
 */
export class PromotionIndex {
  private readonly stretches = new Map<string, Stretch>();

  /** @param all in order of evaluation */
  constructor(readonly all: readonly PromotionTerms[]) {}

  /** Those that may apply to the basket at an instant, in order of evaluation. */
  candidates(basket: Basket, channelId: string, zone: string, at: number): readonly PromotionTerms[] {
    if (this.all.length === 0) return this.all;
    const { open, byKey, kinds } = this.stretchAt(zone, at);
    let places = open;
    if (byKey.size > 0) {
      const found = new Set(open);
      for (const key of factKeys(basket, channelId, kinds)) for (const place of byKey.get(key) ?? []) found.add(place);
      places = [...found].sort((a, b) => a - b);
    }
    return places.map((place) => this.all[place]).filter((each) => each !== undefined);
  }

  private stretchAt(zone: string, at: number): Stretch {
    const known = this.stretches.get(zone);
    if (known && at >= known.from && at < known.to) return known;
    const stretch = stretchOf(this.all, zone, at);
    this.stretches.set(zone, stretch);
    return stretch;
  }
}

/** Where no promotion is to have a say, such as for a price on its own. */
export const noPromotions = new PromotionIndex([]);

function stretchOf(all: readonly PromotionTerms[], zone: string, at: number): Stretch {
  let [from, to] = [-Infinity, Infinity];
  const open: number[] = [];
  const byKey = new Map<string, number[]>();
  for (const [place, promotion] of all.entries()) {
    const window = windowIn(zone, promotion);
    for (const bound of [window.validFrom, window.validTo]) {
      if (bound === null) continue;
      if (bound <= at) from = Math.max(from, bound);
      else to = Math.min(to, bound);
    }
    if (notValid(window, at) !== null) continue;
    const keys = keysOfAll([...promotion.conditions, promotion.action]);
    if (keys === null) open.push(place);
    for (const key of new Set(keys)) {
      const places = byKey.get(key);
      if (places) places.push(place);
      else byKey.set(key, [place]);
    }
  }
  return { from, to, open, byKey, kinds: new Set([...byKey.keys()].map(kindOf)) };
}
