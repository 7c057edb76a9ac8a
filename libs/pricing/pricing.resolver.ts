import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import {
  Ctx,
  type CreatePriceListInput,
  type QueryPriceListsArgs,
  type SetPricesInput,
  type UpdatePriceListInput,
} from '#platform/graphql';
import { PriceListService } from './price-list.service.js';
import { shownList, versionOf, wantedOf } from './price-list.view.js';
import { shownPrice, tierOf } from './price.view.js';
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
    const list = await this.lists.create(input, wantedOf(input), context, input.idempotencyKey);
    return { priceList: shownList(list) };
  }

  @Mutation()
  async updatePriceList(@Args('input') input: UpdatePriceListInput, @Ctx() context: Context) {
    const { id, expectedVersion, idempotencyKey } = input;
    const changes = { ...wantedOf(input), expectedVersion: versionOf(expectedVersion) };
    const list = await this.lists.update(id, changes, context, idempotencyKey);
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
