import { LRUCache } from 'lru-cache';
import type { Cart } from './cart.js';
import type { Items } from './item.js';
import type { Reading } from './loaded.js';

/** A cart as it was last seen here, with the items of its lines. */
export interface SeenNow {
  readonly cart: Cart;
  readonly items: Items;
  /** How often products and prices had changed by then. */
  readonly revision: string;
  readonly reading: Reading;
}

/** The most lines that are remembered, over all carts: some twenty megabytes. */
const mostLines = 20_000;

/**
 * The carts that this process has lately seen. Nothing is believed of them: a read names the version and the revision that it
 * knows, and the database sends only what has changed since; a write has the database check all that it was decided upon.
 */
export class SeenCarts {
  private readonly carts = new LRUCache<string, SeenNow>({
    maxSize: mostLines,
    sizeCalculation: ({ items }) => items.size + 1,
  });

  /** The cart as the same reading has seen it, unless what was added since `seenVersion` is wanted too. */
  recall(cartId: string, seenVersion: number | null, { rules, lists, locations, buyer }: Reading): SeenNow | null {
    const seen = this.carts.get(cartId);
    // a rule that is new may ask for what was not read
    if (seen?.reading.rules !== rules) return null;
    // the rule book, the channels and the buyers hand out the same objects until they change
    if (seen.reading.lists !== lists || seen.reading.locations !== locations || seen.reading.buyer !== buyer) return null;
    return seenVersion === null || seenVersion >= seen.cart.version ? seen : null;
  }

  /** It turned out to be another by now. */
  forget(cartId: string): void {
    this.carts.delete(cartId);
  }

  keep(seen: SeenNow): void {
    this.carts.set(seen.cart.id, seen);
  }
}
