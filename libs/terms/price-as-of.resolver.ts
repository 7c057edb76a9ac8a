import { Args, Query, Resolver } from '@nestjs/graphql';
import {
  formatMoney,
  formatShort,
  formatUnitPrice,
  parseDecimal,
  quantityScale,
  type Context,
  type CurrencyCode,
  type Id,
} from '#kernel';
import { Clock } from '#platform/clock';
import { Ctx, type PriceAsOf, type QueryPriceAsOfArgs } from '#platform/graphql';
import { PriceAsOfService, type PricedAsOf } from './price-as-of.service.js';

/** What prices were, in the API. */
@Resolver()
export class PriceAsOfResolver {
  constructor(
    private readonly prices: PriceAsOfService,
    private readonly clock: Clock,
  ) {}

  @Query()
  async priceAsOf(@Args() args: QueryPriceAsOfArgs, @Ctx() context: Context): Promise<PriceAsOf | null> {
    const { variantId, quantity, buyer, at, knownAt } = args;
    const question = {
      ...{ variantId, at: new Date(at), knownAt: knownAt == null ? this.clock.now() : new Date(knownAt) },
      quantity: parseDecimal(quantity ?? '1', quantityScale, ['quantity']),
      customerId: buyer?.customerId ?? null,
      organizationId: buyer?.organizationId ?? null,
    };
    const priced = await this.prices.of(question, context);
    return priced && shown(priced, context.currency);
  }
}

function shown({ line, candidates, rows, lists, corrections }: PricedAsOf, currency: CurrencyCode): PriceAsOf {
  const { price, entry } = line;
  const codeOf = (id: Id<'priceList'>): string => lists.get(id)?.code ?? '';
  return {
    price: price && {
      amount: formatUnitPrice(price.amount, currency),
      entry,
      compareAt: price.compareAt === null ? null : formatUnitPrice(price.compareAt, currency),
      net: { amount: formatMoney({ minor: line.net, currency }), currency },
      gross: { amount: formatMoney({ minor: line.gross, currency }), currency },
      source: { list: codeOf(price.listId), level: price.admittedBy.level },
    },
    corrections: corrections.map(({ id, listId, recordedAt, actor, reason, tiers }) => ({
      ...{ id, list: codeOf(listId as Id<'priceList'>), actor, reason, recordedAt: recordedAt.toISOString() },
      tiers: tiers.map((tier) => ({
        minQuantity: formatShort(tier.minQuantity, quantityScale),
        amount: formatUnitPrice(tier.amount, currency),
      })),
    })),
    candidates: candidates.flatMap(({ priceId, listId, verdict, admittedBy }) => {
      const row = rows.find((each) => each.id === priceId && each.listId === listId) ?? rows.find(({ id }) => id === priceId);
      if (!row) return [];
      const amount = verdict === 'TAKEN' && price ? price.amount : row.amount;
      const level = admittedBy?.level ?? null;
      const minQuantity = formatShort(row.minQuantity, quantityScale);
      return [{ priceId, list: codeOf(listId), minQuantity, amount: formatUnitPrice(amount, currency), verdict, level }];
    }),
  };
}
