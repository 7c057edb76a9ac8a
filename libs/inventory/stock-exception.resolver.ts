import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import { Ctx, type QueryStockExceptionsArgs, type ResolveStockExceptionInput } from '#platform/graphql';
import type { StockException } from './stock-exception.repository.js';
import { StockExceptionService } from './stock-exception.service.js';

/** What facts took from under promises, over GraphQL. */
@Resolver()
export class StockExceptionResolver {
  constructor(private readonly service: StockExceptionService) {}

  @Query()
  stockExceptions(@Args() { open, ...page }: QueryStockExceptionsArgs): Promise<Connection<StockException>> {
    return this.service.exceptions({ ...page, open: open ?? true });
  }

  @Mutation()
  async resolveStockException(
    @Ctx() context: Context,
    @Args('input') input: ResolveStockExceptionInput,
  ): Promise<{ exception: StockException }> {
    return { exception: await this.service.resolve(context, input) };
  }
}
