import { admission, type Asker, type Audience, type PriceListTerms } from '#engine';
import type { Buyer, Id } from '#kernel';

/** Whose price lists are looked for; where the goods go is not known yet. */
export type Finder = Omit<Asker, 'country'>;

/** The dimensions that lists are found by, the one that tells most first: one of them that a list names is enough to find it. */
const findable = [
  'customerIds',
  'organizationIds',
  'segmentIds',
  'groupIds',
  'locationIds',
] as const satisfies readonly (keyof Audience)[];

/**
 * Price lists by whom they are for: a list is only looked at when the buyer is named in it, so that thousands of contracts cost
 * nothing to all others.
 */
export class ListIndex {
  private readonly named = new Map<string, PriceListTerms[]>();
  /** For whoever buys through the right channel, in the right country. */
  private readonly open: PriceListTerms[] = [];
  private readonly openByChannel = new Map<Id<'channel'>, readonly Id<'priceList'>[]>();
  /** What was found for a buyer, by channel and store; a buyer is the same object for as long as it is believed. */
  private readonly known = new WeakMap<Buyer, Map<string, readonly Id<'priceList'>[]>>();

  constructor(lists: Iterable<PriceListTerms>) {
    for (const list of lists) {
      const { audience } = list;
      const dimension = findable.find((each) => audience[each].length > 0);
      if (!dimension) this.open.push(list);
      else for (const value of audience[dimension]) this.naming(value).push(list);
    }
  }

  /** The ids of the lists that may have prices for the asker: the same array for the same buyer, and for all who are named nowhere. */
  idsFor(finder: Finder): readonly Id<'priceList'>[] {
    const { buyer, channelId, locationId } = finder;
    const known = this.known.get(buyer) ?? new Map<string, readonly Id<'priceList'>[]>();
    const place = `${channelId} ${locationId ?? ''}`;
    const ids = known.get(place) ?? this.find(finder);
    if (known.size === 0) this.known.set(buyer, known);
    known.set(place, ids);
    return ids;
  }

  private find(finder: Finder): readonly Id<'priceList'>[] {
    const open = this.openTo(finder);
    const { buyer, segmentIds = [], locationId } = finder;
    const names = [...buyer.unitIds, buyer.customerId, ...segmentIds, ...buyer.groupIds, locationId];
    const found = new Set<Id<'priceList'>>();
    for (const name of names) {
      for (const list of this.named.get(name ?? '') ?? []) if (mayHave(list, finder)) for (const id of idsOf(list)) found.add(id);
    }
    return found.size > 0 ? [...new Set([...open, ...found])] : open;
  }

  private naming(value: string): PriceListTerms[] {
    const lists = this.named.get(value) ?? [];
    this.named.set(value, lists);
    return lists;
  }

  private openTo(finder: Finder): readonly Id<'priceList'>[] {
    const known = this.openByChannel.get(finder.channelId);
    if (known) return known;
    const ids = [...new Set(this.open.filter((list) => mayHave(list, finder)).flatMap(idsOf))];
    this.openByChannel.set(finder.channelId, ids);
    return ids;
  }
}

/** Whether the list is for the asker if only the goods go to the right country. */
function mayHave({ audience }: PriceListTerms, finder: Finder): boolean {
  return admission({ ...audience, countries: [] }, { ...finder, country: '' }) !== null;
}

/** The list, and that which it takes its prices off. */
function idsOf({ id, derived }: PriceListTerms): Id<'priceList'>[] {
  return derived ? [id, derived.listId] : [id];
}
