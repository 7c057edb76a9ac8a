import {
  compileTerms,
  defaultConventions,
  type Conventions,
  type PriceListTerms,
  type ShippingMethodTerms,
  type Terms,
  type TermsParts,
} from '#engine';
import type { ChannelRef, Id } from '#kernel';
import { ListIndex, type Finder } from './list-index.js';

/** All rules of the shop as they stand at one version: conventions, lists, promotions, taxes, shipping; not the prices. */
export interface Rules extends Omit<TermsParts, 'channelId' | 'conventions' | 'homeCountry' | 'timeZone' | 'shippingMethods'> {
  /** By channel: one that is not there yet has the defaults. */
  readonly conventions: ReadonlyMap<Id<'channel'>, Conventions>;
  /** By channel: where its clocks are read where no store's are; one that is not there yet has UTC. */
  readonly timeZones?: ReadonlyMap<string, string>;
  /** Each with the channel that offers it; null: every channel. */
  readonly shippingMethods: readonly (ShippingMethodTerms & { readonly channelId: Id<'channel'> | null })[];
}

/** The rules compiled, for each channel once: immutable, so that several versions may be alive at a time. */
export class RuleBook {
  private readonly compiled = new Map<Id<'channel'>, Terms>();
  private readonly lists: ListIndex;

  constructor(private readonly rules: Rules) {
    this.lists = new ListIndex(rules.lists);
  }

  get version(): bigint {
    return this.rules.version;
  }

  /** The terms of a channel. */
  of({ id, country: homeCountry }: ChannelRef): Terms {
    const known = this.compiled.get(id);
    // a channel may move to another country without a change of the rules
    if (known?.homeCountry === homeCountry) return known;
    const sources = new Set(this.rules.lists.flatMap((list) => (list.derived && isIn(list, id) ? [list.derived.listId] : [])));
    const lists = this.rules.lists.filter((list) => isIn(list, id) || sources.has(list.id));
    const shippingMethods = this.rules.shippingMethods.filter(({ channelId }) => channelId === null || channelId === id);
    const conventions = this.rules.conventions.get(id) ?? defaultConventions;
    const timeZone = this.rules.timeZones?.get(id);
    const terms = compileTerms({
      ...this.rules,
      conventions,
      homeCountry,
      ...(timeZone !== undefined && { timeZone }),
      lists,
      shippingMethods,
      channelId: id,
    });
    this.compiled.set(id, terms);
    return terms;
  }

  /** The price lists that may have prices for the asker. */
  listIds(finder: Finder): readonly Id<'priceList'>[] {
    return this.lists.idsFor(finder);
  }
}

function isIn({ audience: { channelIds } }: PriceListTerms, channel: Id<'channel'>): boolean {
  return channelIds.length === 0 || channelIds.includes(channel);
}
