import type { Id } from '#kernel';
import { inOrder } from '../sharing/in-order.js';
import { SharedMap } from '../sharing/shared-map.js';
import type { PriceListTerms } from '../terms.js';
import { boundsOf } from '../validity.js';
import { DerivedLists, isDerived } from './derived-lists.js';
import { NamedLists } from './named-lists.js';

type ListId = Id<'priceList'>;

/** The price lists of a channel, indexed. Never changed: a change makes another, which shares all that is the same. */
export class CompiledLists {
  private constructor(
    readonly byId: SharedMap<ListId, PriceListTerms>,
    readonly derived: DerivedLists,
    /** When one of them begins or ends to hold, in order. */
    readonly instants: readonly number[],
  ) {}

  /** The lists, in any order. */
  static of(lists: readonly PriceListTerms[]): CompiledLists {
    const byId = SharedMap.of(lists.map((list) => [list.id, list] as const));
    return new CompiledLists(byId, new DerivedLists(NamedLists.of(lists.filter(isDerived))), boundsOf(lists));
  }

  /** The lists with these instead of what had their ids; undefined: without it. */
  with(changes: ReadonlyMap<ListId, PriceListTerms | undefined>): CompiledLists {
    if (changes.size === 0) return this;
    const gone = [...changes.keys()].flatMap((id) => this.byId.get(id) ?? []);
    const come = [...changes.values()].flatMap((each) => each ?? []);
    const instants = inOrder(this.instants, boundsOf(gone), boundsOf(come), (a, b) => a - b);
    return new CompiledLists(this.byId.with(changes), this.derived.with(gone, come), instants);
  }
}
