import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, parseDecimal, percentScale, priceScale, quantityScale, type Context, type Id, type Path } from '#kernel';
import {
  Ctx,
  type CreatePriceListInput,
  type QueryPriceListsArgs,
  type SetPricesInput,
  type TierInput,
  type UpdatePriceListInput,
} from '#platform/graphql';
import type { Price, Tier } from './price.js';
import type { PriceList, PriceListInput } from './price-list.js';
import { PriceListService } from './price-list.service.js';
import { PricingService } from './pricing.service.js';

/** Price lists and prices in the API. */
@Resolver()
export class PricingResolver {
  constructor(
    private readonly lists: PriceListService,
    private readonly pricing: PricingService,
  ) {}

  @Query()
  async priceLists(@Args() args: QueryPriceListsArgs) {
    const { edges, pageInfo } = await this.lists.page(args);
    const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: shownList(node) }));
    return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
  }

  @Query()
  async listedPrices(@Args('list') list: string, @Args('variantIds') variantIds: string[]) {
    return (await this.pricing.plannedPricesOf(list, variantIds)).map(shownPrice);
  }

  @Mutation()
  async createPriceList(@Args('input') input: CreatePriceListInput, @Ctx() context: Context) {
    const list = await this.lists.create(input, wanted(input), context, input.idempotencyKey);
    return { priceList: shownList(list) };
  }

  @Mutation()
  async updatePriceList(@Args('input') input: UpdatePriceListInput, @Ctx() context: Context) {
    const { id, expectedVersion, idempotencyKey } = input;
    const version = expectedVersion == null ? undefined : parseDecimal(expectedVersion, 0, ['expectedVersion']);
    const list = await this.lists.update(id, { ...wanted(input), expectedVersion: version }, context, idempotencyKey);
    return { priceList: shownList(list) };
  }

  @Mutation()
  async setPrices(@Args('input') { prices, idempotencyKey }: SetPricesInput, @Ctx() context: Context) {
    const batch = prices.map(({ list, variantId, tiers, validFrom, validTo }, index) => ({
      list,
      variantId,
      validFrom: validFrom == null ? null : new Date(validFrom),
      validTo: validTo == null ? null : new Date(validTo),
      tiers: tiers.map((tier, at) => tierOf(tier, ['prices', index, 'tiers', at])),
    }));
    const pathOf = (index: number) => ['prices', index];
    const saved = await this.pricing.savePrices(batch, context, { pathOf, idempotencyKey });
    return { changed: saved.filter(({ changed }) => changed).length };
  }
}

function wanted(input: CreatePriceListInput | UpdatePriceListInput): PriceListInput {
  return {
    name: input.name ?? undefined,
    entry: input.entry ?? undefined,
    tierMode: input.tierMode ?? undefined,
    audience: input.audience ?? undefined,
    priority: input.priority ?? undefined,
    sale: input.sale ?? undefined,
    tierScope: input.tierScope,
    derived: input.derived && {
      listId: input.derived.listId as Id<'priceList'>,
      percent: parseDecimal(input.derived.percent ?? '0', percentScale, ['derived', 'percent']),
      plus: parseDecimal(input.derived.plus ?? '0', priceScale, ['derived', 'plus']),
    },
    window: input.window && { timeZone: input.window.timeZone, from: input.window.from ?? null, to: input.window.to ?? null },
    validFrom: input.validFrom == null ? input.validFrom : new Date(input.validFrom),
    validTo: input.validTo == null ? input.validTo : new Date(input.validTo),
  };
}

function tierOf({ minQuantity, amount, compareAt }: TierInput, path: Path): Tier {
  return {
    minQuantity: minQuantity == null ? 0n : parseDecimal(minQuantity, quantityScale, [...path, 'minQuantity']),
    amount: parseDecimal(amount, priceScale, [...path, 'amount']),
    compareAt: compareAt == null ? null : parseDecimal(compareAt, priceScale, [...path, 'compareAt']),
  };
}

function shownList({ validFrom, validTo, version, derived, ...list }: PriceList) {
  return {
    ...list,
    sale: list.sale ?? false,
    tierScope: list.tierScope ?? null,
    derived: derived
      ? {
          listId: derived.listId,
          percent: formatShort(derived.percent, percentScale),
          plus: formatShort(derived.plus, priceScale),
        }
      : null,
    version: version.toString(),
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
  };
}

function shownPrice({ minQuantity, amount, compareAt, validFrom, validTo, ...price }: Price) {
  return {
    ...price,
    minQuantity: formatShort(minQuantity, quantityScale),
    amount: formatShort(amount, priceScale),
    compareAt: compareAt === null ? null : formatShort(compareAt, priceScale),
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
  };
}
