import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import { Ctx, type Exception as ExceptionView, type QueryExceptionsArgs, type ResolveExceptionInput } from '#platform/graphql';
import { exceptionView } from './exception.view.js';
import { ExceptionsService } from './exceptions.service.js';

/** What facts brought, over GraphQL. */
@Resolver()
export class ExceptionResolver {
  constructor(private readonly service: ExceptionsService) {}

  @Query()
  async exceptions(@Ctx() context: Context, @Args() { state, ...page }: QueryExceptionsArgs): Promise<Connection<ExceptionView>> {
    const { edges, nodes, pageInfo } = await this.service.exceptions(context, { ...page, open: state !== 'RESOLVED' });
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: exceptionView(node) })),
      nodes: nodes.map(exceptionView),
      pageInfo,
    };
  }

  @Mutation()
  async resolveException(
    @Ctx() context: Context,
    @Args('input') input: ResolveExceptionInput,
  ): Promise<{ exception: ExceptionView }> {
    return { exception: exceptionView(await this.service.resolve(context, input)) };
  }
}
