import type { Basket } from '../basket.js';
import { inOrder, merged } from '../sharing/in-order.js';
import { factKeys } from './fact-keys.js';
import { inOrderOfEvaluation, type PromotionTerms } from './promotion.js';
import { changedStretch, stretchAt, type Stretch } from './stretch.js';

/**
 * The promotions that apply by themselves, found by when they hold and by what they ask of a basket: those that cannot apply are
 * not visited. What holds now is sorted out once for each stretch of time in which none begins or ends; the next one takes over what
 * goes on to hold.
 */
export class PromotionIndex {
  /** By the zone in which clocks are read. */
  private readonly stretches: Map<string, Stretch>;

  /** @param all in order of evaluation */
  constructor(
    readonly all: readonly PromotionTerms[],
    stretches: Iterable<Stretch> = [],
  ) {
    this.stretches = new Map([...stretches].map((stretch) => [stretch.zone, stretch]));
  }

  /** Those that may apply to the basket at an instant, in order of evaluation. */
  candidates(basket: Basket, channelId: string, zone: string, at: number): readonly PromotionTerms[] {
    if (this.all.length === 0) return this.all;
    const { open, byKey, kinds } = this.stretchAt(zone, at);
    if (kinds.size === 0) return open;
    const found = new Set<PromotionTerms>();
    for (const key of factKeys(basket, channelId, kinds)) for (const promotion of byKey.get(key)) found.add(promotion);
    return merged(open, [...found].sort(inOrderOfEvaluation), inOrderOfEvaluation);
  }

  /** The index when some promotions have gone, and others have come: it shares with this one what is the same. */
  with(gone: readonly PromotionTerms[], come: readonly PromotionTerms[]): PromotionIndex {
    if (gone.length === 0 && come.length === 0) return this;
    const stretches = [...this.stretches.values()].map((stretch) => changedStretch(stretch, gone, come));
    return new PromotionIndex(inOrder(this.all, gone, come, inOrderOfEvaluation), stretches);
  }

  private stretchAt(zone: string, at: number): Stretch {
    const known = this.stretches.get(zone);
    if (known && at >= known.from && at < known.to) return known;
    const [any] = this.stretches.values();
    const stretch = stretchAt(this.all, zone, at, known ?? any);
    this.stretches.set(zone, stretch);
    return stretch;
  }
}

/** Where no promotion is to have a say, such as for a price on its own. */
export const noPromotions = new PromotionIndex([]);
