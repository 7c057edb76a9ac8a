import { asksItems, admission, NamedLists, type Asker, type PriceListTerms } from '#engine';
import type { Buyer, Id } from '#kernel';

/** Whose price lists are looked for; where the goods go is not known yet. */
export type Finder = Omit<Asker, 'country'>;

type ListIds = readonly Id<'priceList'>[];

/** The ids of the price lists that a buyer may have, found by whom they are for. */
export class ListIndex {
  /** What was found for a buyer, by channel and store; a buyer is the same object for as long as it is believed. */
  private readonly known = new WeakMap<Buyer, Map<string, ListIds>>();

  private constructor(
    private readonly lists: NamedLists,
    /** What was found for whoever is named nowhere, by channel. */
    private readonly openByChannel: Map<Id<'channel'>, ListIds>,
  ) {}

  /** These lists, in any order. */
  static of(lists: readonly PriceListTerms[]): ListIndex {
    return new ListIndex(NamedLists.of(lists), new Map());
  }

  /** The ids of the lists that may have prices for the asker: the same array for the same buyer, and for all who are named nowhere. */
  idsFor(finder: Finder): ListIds {
    const { buyer, channelId, locationId } = finder;
    const known = this.known.get(buyer) ?? new Map<string, ListIds>();
    const place = `${channelId} ${locationId ?? ''}`;
    const ids = known.get(place) ?? this.find(finder);
    if (known.size === 0) this.known.set(buyer, known);
    known.set(place, ids);
    return ids;
  }

  /** The index when some lists have gone, and others have come: it shares with this one what is the same. */
  with(gone: readonly PriceListTerms[], come: readonly PriceListTerms[]): ListIndex {
    const lists = this.lists.with(gone, come);
    return new ListIndex(lists, lists.open === this.lists.open ? this.openByChannel : new Map<Id<'channel'>, ListIds>());
  }

  private find(finder: Finder): ListIds {
    const open = this.openTo(finder);
    const found = new Set<Id<'priceList'>>();
    for (const list of this.lists.naming(finder)) if (mayHave(list, finder)) for (const id of idsOf(list)) found.add(id);
    return found.size > 0 ? [...new Set([...open, ...found])] : open;
  }

  private openTo(finder: Finder): ListIds {
    const known = this.openByChannel.get(finder.channelId);
    if (known) return known;
    const ids = [...new Set(this.lists.open.filter((list) => mayHave(list, finder)).flatMap(idsOf))];
    this.openByChannel.set(finder.channelId, ids);
    return ids;
  }
}

/** Whether the list is for the asker if only the goods go to the right country. */
function mayHave({ audience }: PriceListTerms, finder: Finder): boolean {
  return admission({ ...audience, countries: [] }, { ...finder, country: '' }) !== null;
}

/** Stands among the lists of a buyer of which one asks for more of an item than its variant, so that a read brings that along. */
export const itemsWanted = 'pl_items_wanted' as Id<'priceList'>;

/** The list, and that which it takes its prices off. */
function idsOf(list: PriceListTerms): Id<'priceList'>[] {
  const { id, derived } = list;
  const ids = derived ? [id, derived.listId] : [id];
  return asksItems(list) ? [...ids, itemsWanted] : ids;
}
