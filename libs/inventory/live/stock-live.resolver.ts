import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { follow, LiveNews, type Sight } from '#events';
import { isAllowed, largestPage, UserError, type Context } from '#kernel';
import { FreshCtx, type Fresh, type StockChange, type SubscriptionStockChangedArgs } from '#platform/graphql';
import type { Stream } from '#platform/streams';
import { InventoryService } from '../inventory.service.js';
import { stockCounterId } from '../stock-counter.js';
import { stockSight, variantStocks } from './stock-sight.js';

/** How many places, a variant at a location each, one reader can follow. */
const mostPlaces = 1000;

interface StockChanged {
  readonly stockChanged: StockChange;
}

/** Stock that is followed: whoever shows it is told when something else can be promised. */
@Resolver()
export class StockLiveResolver {
  constructor(
    private readonly inventory: InventoryService,
    private readonly news: LiveNews,
  ) {}

  @Subscription('stockChanged')
  stockChanged(
    @Args() { variantIds, locationIds = null, after = null }: SubscriptionStockChangedArgs,
    @FreshCtx() fresh: Fresh,
  ): Stream<StockChanged> {
    if (variantIds.length < 1 || variantIds.length > largestPage)
      throw new UserError('INVALID', `between 1 and ${String(largestPage)} variants`, ['variantIds'], {
        min: 1,
        max: largestPage,
      });
    return follow(this.news, {
      ids: [...new Set(variantIds)],
      after,
      look: async (cursor) => this.look(await fresh(), variantIds, locationIds, cursor),
    });
  }

  private async look(
    context: Context,
    variantIds: readonly string[],
    locationIds: readonly string[] | null,
    cursor: string | null,
  ): Promise<Sight<StockChanged>> {
    const levels = await this.inventory.levels(variantIds, locationsFor(context, locationIds));
    if (levels.length > mostPlaces)
      throw new UserError('LIMIT_REACHED', 'too many variants and locations: follow fewer', ['locationIds'], { max: mostPlaces });
    const sight = stockSight(variantStocks(variantIds, levels, context.channel.safetyStock), cursor);
    const also = levels.map(({ variantId, locationId }) => stockCounterId(variantId, locationId));
    return { ...sight, also, view: { stockChanged: sight.view } };
  }
}

/** The locations that are looked at: the channel's, and for who manages stock any. */
function locationsFor({ actor, channel }: Context, wanted: readonly string[] | null): readonly string[] {
  const channels = channel.locationIds as readonly string[];
  if (wanted === null) return channels;
  return isAllowed(actor, 'MANAGE_STOCK') ? wanted : wanted.filter((id) => channels.includes(id));
}
