import { Injectable } from '@nestjs/common';
import {
  priceBasket,
  ratesByTarget,
  withLists,
  type ExplainedCandidate,
  type PricedLine,
  type PriceCandidate,
  type PriceListTerms,
} from '#engine';
import type { Buyer, Context, Id, Quantity } from '#kernel';
import { namedBuyer } from '#organizations';
import { Database } from '#platform/db';
import { pricesAsOf, ratesAsOf, type PricesAsOf } from '#pricing';
import { taxClassOf } from './tax-class.repository.js';
import { refused } from './terms.errors.js';
import { TermsService } from './terms.service.js';

/** What is asked of former times. */
export interface AsOfQuestion {
  readonly variantId: string;
  readonly quantity: Quantity;
  readonly customerId: string | null;
  readonly organizationId: string | null;
  readonly at: Date;
  readonly knownAt: Date;
}

/** What a variant would have cost: `line.price` null: it could not have been bought. */
export interface PricedAsOf {
  readonly line: PricedLine;
  readonly candidates: readonly ExplainedCandidate[];
  readonly rows: readonly PriceCandidate[];
  readonly lists: ReadonlyMap<Id<'priceList'>, PriceListTerms>;
  readonly corrections: PricesAsOf['corrections'];
}

/** What prices were, as they were known. */
@Injectable()
export class PriceAsOfService {
  constructor(
    private readonly db: Database,
    private readonly terms: TermsService,
  ) {}

  /** Prices a variant as it would have been at an instant, by what was known at another; null: there is no such variant. @throws UserError */
  async of(question: AsOfQuestion, context: Context): Promise<PricedAsOf | null> {
    const { variantId, quantity, at, knownAt } = question;
    if (quantity <= 0n) throw refused.nothing(['quantity']);
    const [taxClassId, buyer, { prices, lists: former, later, corrections }, rates] = await Promise.all([
      taxClassOf(this.db, variantId),
      this.buyerOf(question),
      pricesAsOf(this.db, variantId, at, knownAt),
      ratesAsOf(this.db, at, knownAt),
    ]);
    if (taxClassId === null) return null;
    const { channel, currency } = context;
    const present = this.terms.of(context);
    const known = [...present.lists].filter(([id]) => !later.has(id));
    const lists = new Map([...known, ...former.map((list) => [list.id, list] as const)]);
    const terms = { ...withLists(present, [...lists.values()]), conversionRates: ratesByTarget(rates) };
    const line = { id: variantId, variantId: variantId as Id<'variant'>, quantity, taxClassId, prices };
    const bare = { codes: [], shippingMethodId: null, locationId: null, country: channel.country };
    const priced = priceBasket(terms, { ...bare, currency, buyer, lines: [line] }, at.getTime(), { explain: true });
    const [pricedLine] = priced.lines;
    if (!pricedLine) throw new Error('a basket of one line is priced as one line');
    return { line: pricedLine, candidates: priced.trace?.lines[0]?.candidates ?? [], rows: prices, lists, corrections };
  }

  private async buyerOf({ customerId, organizationId }: AsOfQuestion): Promise<Buyer> {
    if (customerId !== null && organizationId !== null) throw refused.twoBuyers(['buyer']);
    const buyer = await namedBuyer(this.db, customerId, organizationId);
    const field = organizationId === null ? 'customerId' : 'organizationId';
    if (!buyer) throw refused.noBuyer(['buyer', field]);
    return buyer;
  }
}
