import {
  compileFew,
  CompiledPromotions,
  defaultConventions,
  termsOfParts,
  type CompiledLists,
  type CompiledParts,
  type Conventions,
  type PromotionTerms,
  type ShippingMethodTerms,
  type Terms,
  type TermsParts,
} from '#engine';
import type { ChannelRef, Id } from '#kernel';
import type { Finder } from './list-index.js';
import { ShopLists, type ListChanges } from './shop-lists.js';

/** All rules of the shop as they stand at one version: conventions, lists, promotions, taxes, shipping; not the prices. */
export interface Rules extends Omit<TermsParts, 'channelId' | 'conventions' | 'homeCountry' | 'timeZone' | 'shippingMethods'> {
  /** By channel: one that is not there yet has the defaults. */
  readonly conventions: ReadonlyMap<Id<'channel'>, Conventions>;
  /** By channel: where its clocks are read where no store's are; one that is not there yet has UTC. */
  readonly timeZones?: ReadonlyMap<string, string>;
  /** Each with the channel that offers it; null: every channel. */
  readonly shippingMethods: readonly (ShippingMethodTerms & { readonly channelId: Id<'channel'> | null })[];
}

/** The rules of which there are few: a kind of which one has changed is replaced as a whole. */
export type FewRules = Omit<Rules, 'lists' | 'promotions' | 'version'>;

/** What has become of rules: lists and promotions one by one, undefined where there is none any more; of the others whole kinds. */
export interface RuleChanges {
  readonly version: bigint;
  readonly lists: ListChanges;
  readonly promotions: ReadonlyMap<string, PromotionTerms | undefined>;
  readonly few: Partial<FewRules>;
}

/** The rules compiled, as far as all channels share them. */
interface Shared extends Pick<CompiledParts, 'promotions' | 'few'> {
  readonly version: bigint;
  readonly rules: FewRules;
  readonly lists: ShopLists;
}

/** The kinds that are compiled anew when one of them is given. */
const compiledAsWhole = ['groups', 'taxZones', 'taxRates', 'conversionRates'] as const satisfies readonly (keyof FewRules)[];

/** What has been compiled for one channel. */
interface ForChannel {
  readonly lists: CompiledLists;
  readonly terms: Terms;
}

/**
 * The rules compiled, for each channel once: immutable, so that several versions may be alive at a time. A change makes the next book,
 * which shares with this one whatever is the same.
 */
export class RuleBook {
  private readonly channels = new Map<Id<'channel'>, ForChannel>();

  private constructor(private readonly shared: Shared) {}

  /** The book of these rules, compiled from the start. */
  static of({ version, lists, promotions, ...rules }: Rules): RuleBook {
    const compiled = { lists: ShopLists.of(lists), promotions: CompiledPromotions.of(promotions), few: compileFew(rules) };
    return new RuleBook({ version, rules, ...compiled });
  }

  get version(): bigint {
    return this.shared.version;
  }

  /** The promotions that are had for codes. */
  get asked(): readonly PromotionTerms[] {
    return this.shared.promotions.asked;
  }

  /** The terms of a channel. */
  of({ id, country }: ChannelRef): Terms {
    const known = this.channels.get(id);
    // a channel may move to another country without a change of the rules
    if (known?.terms.homeCountry === country) return known.terms;
    const lists = known?.lists ?? this.shared.lists.compiledFor(id);
    const terms = this.termsOf(id, country, lists);
    this.channels.set(id, { lists, terms });
    return terms;
  }

  /** The price lists that may have prices for the asker. */
  listIds(finder: Finder): readonly Id<'priceList'>[] {
    return this.shared.lists.index.idsFor(finder);
  }

  /** The book after a change: what is read from it is what would be read from one that is compiled from the start. */
  changed({ version, lists, promotions, few }: RuleChanges): RuleBook {
    const before = this.shared;
    const rules = { ...before.rules, ...few };
    const book = new RuleBook({
      version,
      rules,
      lists: lists.size > 0 ? before.lists.with(lists) : before.lists,
      promotions: promotions.size > 0 ? before.promotions.with(promotions) : before.promotions,
      few: compiledAsWhole.some((kind) => kind in few) ? compileFew(rules) : before.few,
    });
    // those that are asked for are ready before they are
    for (const [id, known] of this.channels) {
      const compiled = book.shared.lists.recompiled(before.lists, known.lists, lists, id);
      book.channels.set(id, { lists: compiled, terms: book.termsOf(id, known.terms.homeCountry, compiled) });
    }
    return book;
  }

  private termsOf(id: Id<'channel'>, homeCountry: string | null, lists: CompiledLists): Terms {
    const { version, rules, promotions, few } = this.shared;
    const timeZone = rules.timeZones?.get(id);
    const parts = {
      ...rules,
      version,
      channelId: id,
      conventions: rules.conventions.get(id) ?? defaultConventions,
      homeCountry,
      ...(timeZone !== undefined && { timeZone }),
      shippingMethods: rules.shippingMethods.filter(({ channelId }) => channelId === null || channelId === id),
    };
    return termsOfParts(parts, { lists, promotions, few });
  }
}
