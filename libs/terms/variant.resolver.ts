import { Injectable } from '@nestjs/common';
import { pricesSteadyUntil, type Terms } from '#engine';
import {
  formatMoney,
  formatShort,
  formatUnitPrice,
  parseDecimal,
  quantityScale,
  type Buyer,
  type ChannelRef,
  type Context,
  type CurrencyCode,
} from '#kernel';
import { Clock } from '#platform/clock';
import {
  loader,
  type Asked,
  type Availability,
  type LowestPrice,
  type VariantPrice as VariantPriceView,
} from '#platform/graphql';
import { availableTo, promisesOf, type StockPromise } from './offer.js';
import { OfferRepository } from './offer.repository.js';
import { TermsService } from './terms.service.js';
import { variantPrices, type PricedThing, type VariantPrice } from './variant-price.js';

/** What the catalog returns for a variant, as far as terms need it. */
interface OfferedVariant extends PricedThing {
  readonly tracked: boolean;
  /** A decimal text. */
  readonly quantityStep: string;
}

/** A variant's price and what can be promised of it, read and computed together with those of all the others on the page. */
interface Offered {
  readonly price: VariantPriceView | null;
  readonly stock: readonly StockPromise[];
}

/** What a price was computed from: it is the same as long as they are. */
interface Grounds {
  readonly terms: Terms;
  readonly lists: readonly string[];
  readonly buyer: Buyer;
  readonly channel: ChannelRef;
  readonly currency: CurrencyCode;
}

/** A price with its grounds: those of a page that the catalog remembers need not be read and computed again. */
interface KnownPrice extends Grounds {
  readonly price: VariantPriceView | null;
  /** How often products and prices had changed by then. */
  readonly revision: string;
  /** When the next list or rate begins or ends. */
  readonly until: number;
}

/**
 * Price and availability of the catalog's variants: one statement for any number of them. These are GraphQL's own resolvers, not
 * Nest's, which cost some microseconds a call: a page has a hundred of them.
 */
@Injectable()
export class VariantResolver {
  readonly fields = {
    Variant: {
      price: async (variant: OfferedVariant, _none: unknown, { context }: Asked) =>
        (await this.offered(context).load(variant)).price,
      lowestPrice30Days: async (variant: OfferedVariant, _none: unknown, { context }: Asked) =>
        this.lowest(context).load(variant),
      availability: async (variant: OfferedVariant, _none: unknown, { context }: Asked) =>
        availabilityView((await this.offered(context).load(variant)).stock, variant, context),
    },
  };

  private readonly known = new WeakMap<OfferedVariant, KnownPrice>();

  private readonly offered = loader<OfferedVariant, Offered>(async (context, variants) => {
    const { buyer, currency, channel } = context;
    const grounds: Grounds = { terms: this.terms.of(context), lists: this.terms.listIds(context), buyer, channel, currency };
    const at = this.clock.now().getTime();
    const ids = [...new Set(variants.map(({ id }) => id))];
    // taken now: while the database answers, others may come to know the same variants on other grounds
    const known = this.knownOn(grounds, variants, at);
    const read = await this.offers.offers(ids, grounds.lists, context, known?.revision ?? null);
    if ('left' in read) {
      const stockOf = (id: string) => promisesOf(id, channel.locationIds, read.left);
      return variants.map((variant, index) => ({ price: known?.prices[index] ?? null, stock: stockOf(variant.id) }));
    }
    const { revision, offers } = read;
    const until = pricesSteadyUntil(
      grounds.terms,
      at,
      [...offers.values()].flatMap((offer) => offer.prices),
    );
    const prices = variantPrices(grounds.terms, context, variants, offers, at);
    return variants.map((variant, index) => {
      const price = priceView(prices[index] ?? unpriced, context);
      this.known.set(variant, { price, revision, until, ...grounds });
      return { price, stock: offers.get(variant.id)?.stock ?? [] };
    });
  });

  private readonly lowest = loader<OfferedVariant, LowestPrice | null>(async (context, variants) => {
    const { currency } = context;
    const list = this.terms.baseList(context, this.clock.now().getTime());
    if (!list) return variants.map(() => null);
    const found = await this.offers.lowestPrices([...new Set(variants.map(({ id }) => id))], list.id);
    return variants.map(({ id }) => {
      const amount = found.get(id);
      return amount === undefined ? null : { amount: formatUnitPrice(amount, currency), currency, entry: list.entry };
    });
  });

  constructor(
    private readonly offers: OfferRepository,
    private readonly terms: TermsService,
    private readonly clock: Clock,
  ) {}

  /** The prices of all these variants, and the revision by which they are known on these grounds; null: one of them is not. */
  private knownOn(
    { terms, lists, buyer, channel, currency }: Grounds,
    variants: readonly OfferedVariant[],
    at: number,
  ): { readonly revision: string; readonly prices: readonly KnownPrice['price'][] } | null {
    const revision = variants[0] && this.known.get(variants[0])?.revision;
    if (revision === undefined) return null;
    const prices: KnownPrice['price'][] = [];
    for (const variant of variants) {
      const known = this.known.get(variant);
      if (known?.revision !== revision || at >= known.until) return null;
      if (known.terms !== terms || known.lists !== lists || known.buyer !== buyer) return null;
      if (known.channel !== channel || known.currency !== currency) return null;
      prices.push(known.price);
    }
    return { revision, prices };
  }
}

const unpriced: VariantPrice = { line: null, source: null, tiers: [] };

function priceView({ line, tiers, source }: VariantPrice, { currency, channel }: Context): VariantPriceView | null {
  if (!line?.price || !source) return null;
  const { amount, compareAt } = line.price;
  const net = { amount: formatMoney({ minor: line.net, currency }), currency };
  const gross = { amount: formatMoney({ minor: line.gross, currency }), currency };
  return {
    amount: formatUnitPrice(amount, currency),
    currency,
    entry: line.entry,
    compareAt: compareAt === null ? null : formatUnitPrice(compareAt, currency),
    net,
    gross,
    shown: channel.taxEntry === 'NET' ? net : gross,
    source,
    tiers: tiers.map((tier) => ({
      minQuantity: formatShort(tier.minQuantity, quantityScale),
      amount: formatUnitPrice(tier.amount, currency),
    })),
  };
}

function availabilityView(stock: readonly StockPromise[], variant: OfferedVariant, { channel }: Context): Availability {
  const quantityStep = parseDecimal(variant.quantityStep, quantityScale);
  const available = availableTo({ tracked: variant.tracked, quantityStep, stock }, channel.safetyStock);
  if (available === null) return { inStock: true, available: null };
  return { inStock: available > 0n, available: formatShort(available, quantityScale) };
}
