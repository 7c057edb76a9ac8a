import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CatalogLoader, type Variant } from '#catalog';
import { PulledRepository } from '#events';
import { connection, cursorOf, pageRequest, storeOf, UserError, type Context } from '#kernel';
import { Clock } from '#platform/clock';
import { Ctx, type QueryTillChangesArgs, type TillChangeConnection } from '#platform/graphql';
import { TermsService } from '#terms';
import { changeView, type ChangeView } from './change.view.js';
import { beginAnew } from './tills.errors.js';

/** A page of changes as resolvers return it. */
type ChangesView = Omit<TillChangeConnection, 'edges' | 'nodes'> & {
  readonly edges: readonly { readonly cursor: string; readonly node: ChangeView }[];
  readonly nodes: readonly ChangeView[];
};

/** What changed for a till while it was away, in GraphQL. */
@Resolver('TillChange')
export class ChangesResolver {
  constructor(
    private readonly pulled: PulledRepository,
    private readonly terms: TermsService,
    private readonly catalog: CatalogLoader,
    private readonly clock: Clock,
  ) {}

  @Query('tillChanges')
  async changes(@Args() args: QueryTillChangesArgs, @Ctx() context: Context): Promise<ChangesView> {
    const page = pageRequest({ first: args.first ?? null, after: args.after ?? null });
    const { events, until, more, gap } = await this.pulled.since(positionIn(page.after), storeOf(context), page.first);
    if (gap && page.after !== null) throw beginAnew();
    const { edges, nodes, pageInfo } = connection(
      events.map((event) => ({ event, ...changeView(event) })),
      page,
      ({ event }) => [event.position.toString()],
    );
    return {
      edges,
      nodes,
      pageInfo: { ...pageInfo, hasNextPage: more, endCursor: cursorOf([until.toString()]) },
      termsVersion: this.terms.version.toString(),
      serverTime: this.clock.now().toISOString(),
    };
  }

  @ResolveField('variant')
  async variant(@Parent() { variantId }: ChangeView, @Ctx() context: Context): Promise<Variant | null> {
    return variantId === null ? null : this.catalog.variant(context).load(variantId);
  }
}

function positionIn(after: readonly string[] | null): bigint {
  const [position = '0'] = after ?? [];
  if (/^\d{1,18}$/.test(position)) return BigInt(position);
  throw new UserError('INVALID', 'after is not a cursor that this list has given', ['after']);
}
