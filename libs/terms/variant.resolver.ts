import { Injectable } from '@nestjs/common';
import { formatMoney, formatShort, formatUnitPrice, parseDecimal, quantityScale, type Context } from '#kernel';
import { Clock } from '#platform/clock';
import { loader, type Asked, type Availability, type VariantPrice as VariantPriceView } from '#platform/graphql';
import { availableTo, type Offer } from './offer.js';
import { OfferRepository } from './offer.repository.js';
import { TermsService } from './terms.service.js';
import { variantPrices, type PricedThing, type VariantPrice } from './variant-price.js';

/** What the catalog returns for a variant, as far as terms need it. */
interface OfferedVariant extends PricedThing {
  readonly tracked: boolean;
  /** A decimal text. */
  readonly quantityStep: string;
}

/** A variant's price and offer, read and computed together with those of all the others on the page. */
interface Offered extends VariantPrice {
  readonly offer: Offer | undefined;
}

/**
 * Price and availability of the catalog's variants: one statement for any number of them. These are GraphQL's own resolvers, not
 * Nest's, which cost some microseconds a call: a page has a hundred of them.
 */
@Injectable()
export class VariantResolver {
  readonly fields = {
    Variant: {
      price: (variant: OfferedVariant, _none: unknown, { context }: Asked) => this.price(variant, context),
      availability: (variant: OfferedVariant, _none: unknown, { context }: Asked) => this.availability(variant, context),
    },
  };

  private readonly offered = loader<OfferedVariant, Offered>(async (context, variants) => {
    const offers = await this.offers.offers([...new Set(variants.map(({ id }) => id))], this.terms.listIds(context), context);
    const prices = variantPrices(this.terms.of(context), context, variants, offers, this.clock.now().getTime());
    return variants.map(({ id }, index) => ({ offer: offers.get(id), line: null, tiers: [], ...prices[index] }));
  });

  constructor(
    private readonly offers: OfferRepository,
    private readonly terms: TermsService,
    private readonly clock: Clock,
  ) {}

  private async price(variant: OfferedVariant, context: Context): Promise<VariantPriceView | null> {
    return priceView(await this.offered(context).load(variant), context);
  }

  private async availability(variant: OfferedVariant, context: Context): Promise<Availability> {
    return availabilityView(await this.offered(context).load(variant), variant, context);
  }
}

function priceView({ line, tiers }: Offered, { currency }: Context): VariantPriceView | null {
  if (!line?.price) return null;
  const { amount, compareAt } = line.price;
  return {
    amount: formatUnitPrice(amount, currency),
    currency,
    entry: line.entry,
    compareAt: compareAt === null ? null : formatUnitPrice(compareAt, currency),
    net: { amount: formatMoney({ minor: line.net, currency }), currency },
    gross: { amount: formatMoney({ minor: line.gross, currency }), currency },
    tiers: tiers.map((tier) => ({
      minQuantity: formatShort(tier.minQuantity, quantityScale),
      amount: formatUnitPrice(tier.amount, currency),
    })),
  };
}

function availabilityView({ offer }: Offered, variant: OfferedVariant, { channel }: Context): Availability {
  const quantityStep = parseDecimal(variant.quantityStep, quantityScale);
  const stock = offer?.stock ?? [];
  const available = availableTo({ tracked: variant.tracked, quantityStep, stock }, channel.safetyStock);
  if (available === null) return { inStock: true, available: null };
  return { inStock: available > 0n, available: formatShort(available, quantityScale) };
}
