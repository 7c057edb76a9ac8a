import { CompiledLists, SharedIndex, SharedMap, type PriceListTerms } from '#engine';
import type { Id } from '#kernel';
import { ListIndex } from './list-index.js';

type ListId = Id<'priceList'>;
type Lists = readonly PriceListTerms[];

/** What becomes of price lists, by their ids; undefined: there is no such list any more. */
export type ListChanges = ReadonlyMap<ListId, PriceListTerms | undefined>;

/** The price lists of all channels. Never changed: a change makes another, which shares all that is the same. */
export class ShopLists {
  private constructor(
    private readonly byId: SharedMap<ListId, PriceListTerms>,
    readonly index: ListIndex,
    /** By the list that they take their prices off. */
    private readonly derivedFrom: SharedIndex<ListId, PriceListTerms>,
  ) {}

  /** These lists, in any order. */
  static of(lists: Lists): ShopLists {
    const byId = SharedMap.of(lists.map((list) => [list.id, list] as const));
    return new ShopLists(byId, ListIndex.of(lists), SharedIndex.of({ keysOf: sourceOf, order: byIds }, lists));
  }

  /** The lists with these instead of what had their ids. */
  with(changes: ListChanges): ShopLists {
    const gone = this.named(changes.keys());
    const come = [...changes.values()].flatMap((each) => each ?? []);
    return new ShopLists(this.byId.with(changes), this.index.with(gone, come), this.derivedFrom.with(gone, come));
  }

  /** Those that may count in a channel, compiled: those for it, and those that they take their prices off. */
  compiledFor(channel: Id<'channel'>): CompiledLists {
    return CompiledLists.of([...this.byId.values()].filter((list) => this.counts(list, channel)));
  }

  /** What a change, which these lists have come from, means to the compiled lists of a channel. */
  recompiled(before: ShopLists, known: CompiledLists, changes: ListChanges, channel: Id<'channel'>): CompiledLists {
    // whether a list counts may be decided by those that take their prices off it
    const sources = [...before.named(changes.keys()), ...changes.values()].flatMap((list) => (list ? sourceOf(list) : []));
    const touched = [...new Set([...changes.keys(), ...sources])].map((id) => {
      const list = this.byId.get(id);
      return [id, list && this.counts(list, channel) ? list : undefined] as const;
    });
    return known.with(new Map(touched.filter(([id, list]) => known.byId.get(id) !== list)));
  }

  private named(ids: Iterable<ListId>): Lists {
    return [...ids].flatMap((id) => this.byId.get(id) ?? []);
  }

  private counts(list: PriceListTerms, channel: Id<'channel'>): boolean {
    return isIn(list, channel) || this.derivedFrom.get(list.id).some((each) => isIn(each, channel));
  }
}

function sourceOf({ derived }: PriceListTerms): ListId[] {
  return derived ? [derived.listId] : [];
}

function byIds(a: PriceListTerms, b: PriceListTerms): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function isIn({ audience: { channelIds } }: PriceListTerms, channel: Id<'channel'>): boolean {
  return channelIds.length === 0 || channelIds.includes(channel);
}
