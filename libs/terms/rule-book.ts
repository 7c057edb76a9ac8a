import { compileTerms, type ShippingMethodTerms, type Terms, type TermsParts } from '#engine';
import type { ChannelRef, Id } from '#kernel';

/** All rules of the shop as they stand at one version: lists, promotions, taxes, shipping; not the prices. */
export interface Rules extends Omit<TermsParts, 'channelId' | 'shippingMethods'> {
  /** Each with the channel that offers it; null: every channel. */
  readonly shippingMethods: readonly (ShippingMethodTerms & { readonly channelId: Id<'channel'> | null })[];
}

/** The rules compiled, for each channel once: immutable, so that several versions may be alive at a time. */
export class RuleBook {
  private readonly compiled = new Map<Id<'channel'>, Terms>();
  private readonly lists = new Map<Id<'channel'>, readonly Id<'priceList'>[]>();

  constructor(private readonly rules: Rules) {}

  get version(): bigint {
    return this.rules.version;
  }

  /** The terms of a channel. */
  of({ id }: ChannelRef): Terms {
    const known = this.compiled.get(id);
    if (known) return known;
    const isFor = ({ channelId }: { readonly channelId: Id<'channel'> | null }): boolean =>
      channelId === null || channelId === id;
    const lists = this.rules.lists.filter(isFor);
    const shippingMethods = this.rules.shippingMethods.filter(isFor);
    const terms = compileTerms({ ...this.rules, lists, shippingMethods, channelId: id });
    this.compiled.set(id, terms);
    return terms;
  }

  /** The price lists that a channel's buyers may see prices of. */
  listIds(channel: ChannelRef): readonly Id<'priceList'>[] {
    const known = this.lists.get(channel.id);
    if (known) return known;
    const ids = [...this.of(channel).lists.keys()];
    this.lists.set(channel.id, ids);
    return ids;
  }
}
