import type { PriceListTerms } from '../terms.js';
import { inOrder } from '../sharing/in-order.js';
import { SharedIndex, type Filing } from '../sharing/shared-index.js';
import { byId } from '../validity.js';
import type { Asker, Audience } from './audience.js';

/** The dimensions that lists are found by, the one that tells most first: one of them that a list names is enough to find it. */
const findable = [
  'customerIds',
  'organizationIds',
  'segmentIds',
  'groupIds',
  'locationIds',
] as const satisfies readonly (keyof Audience)[];

type Lists = readonly PriceListTerms[];

const filing: Filing<string, PriceListTerms> = { keysOf: ({ audience }) => namesOf(audience), order: byId };

/**
 * Price lists by whom they are for: a list is only looked at when the buyer is named in it, so that thousands of contracts cost
 * nothing to all others. Never changed: a change makes another, which shares all that is the same.
 */
export class NamedLists {
  private constructor(
    private readonly named: SharedIndex<string, PriceListTerms>,
    /** For whoever buys through the right channel, in the right country: in the order of their ids. */
    readonly open: Lists,
  ) {}

  /** These lists, in any order. */
  static of(lists: Lists): NamedLists {
    return new NamedLists(SharedIndex.of(filing, lists), lists.filter(isOpen).sort(byId));
  }

  get isEmpty(): boolean {
    return this.named.size === 0 && this.open.length === 0;
  }

  /** The lists that name the asker in a dimension that they are found by, in the order of what names it; some more than once. */
  *naming({ buyer, locationId }: Omit<Asker, 'country' | 'channelId'>): Generator<PriceListTerms> {
    const names = [...buyer.unitIds, buyer.customerId, ...(buyer.segmentIds ?? []), ...buyer.groupIds, locationId];
    for (const name of names) if (name !== null) yield* this.named.get(name);
  }

  /** The lists when some have gone, and others have come. */
  with(gone: Lists, come: Lists): NamedLists {
    const open = inOrder(this.open, gone.filter(isOpen), come.filter(isOpen), byId);
    return new NamedLists(this.named.with(gone, come), open);
  }
}

function namesOf(audience: Audience): readonly string[] {
  return findable.map((dimension) => audience[dimension]).find((values) => values.length > 0) ?? [];
}

function isOpen({ audience }: PriceListTerms): boolean {
  return namesOf(audience).length === 0;
}
