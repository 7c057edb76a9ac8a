import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import {
  Ctx,
  type PricePromise as PricePromiseView,
  type PromisePricesInput,
  type QueryPricePromisesArgs,
  type RevokePricePromiseInput,
} from '#platform/graphql';
import { sells } from './limits.js';
import { promiseWish } from './promise.input.js';
import { promiseView } from './promise.view.js';
import { PromisesService } from './promises.service.js';

/** Price promises in GraphQL. */
@Resolver()
export class PromiseResolver {
  constructor(private readonly promises: PromisesService) {}

  @Query('pricePromise')
  async promise(@Args('promise') text: string, @Ctx() context: Context): Promise<PricePromiseView | null> {
    const found = await this.promises.get(context, text);
    return found && promiseView(found, sells(context.actor));
  }

  @Query('pricePromises')
  async list(
    @Args() { first = null, after = null, state = null, customerId = null, organizationId = null }: QueryPricePromisesArgs,
  ): Promise<Connection<PricePromiseView>> {
    const { edges, nodes, pageInfo } = await this.promises.list({ state, customerId, organizationId }, { first, after });
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: promiseView(node, true) })),
      nodes: nodes.map((node) => promiseView(node, true)),
      pageInfo,
    };
  }

  @Mutation('promisePrices')
  async make(@Args('input') input: PromisePricesInput, @Ctx() context: Context): Promise<{ promise: PricePromiseView }> {
    const made = await this.promises.make(context, promiseWish(input, context), input.idempotencyKey ?? null);
    return { promise: promiseView(made, sells(context.actor)) };
  }

  @Mutation('revokePricePromise')
  async revoke(
    @Args('input') { promiseId, reason, idempotencyKey = null }: RevokePricePromiseInput,
    @Ctx() context: Context,
  ): Promise<{ promise: PricePromiseView }> {
    return { promise: promiseView(await this.promises.revoke(context, promiseId, reason, idempotencyKey), true) };
  }
}
