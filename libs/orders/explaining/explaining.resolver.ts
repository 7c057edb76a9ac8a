import { Args, Query, Resolver } from '@nestjs/graphql';
import { explanationView, seesAll } from '#cart/rules';
import { moneyView, type Context } from '#kernel';
import {
  Ctx,
  type ExplainBasketInput,
  type Explanation,
  type LineExplanation,
  type PricingReplay,
  type ReplayPricingInput,
} from '#platform/graphql';
import { ExplainingService, type ReplayedPricing } from './explaining.service.js';

/** Explanations and replays in GraphQL. */
@Resolver()
export class ExplainingResolver {
  constructor(private readonly explaining: ExplainingService) {}

  @Query('explainBasket')
  async explainBasket(@Args('input') input: ExplainBasketInput, @Ctx() context: Context): Promise<Explanation | null> {
    const explained = await this.explaining.explain(context, input);
    return explained && explanationView(explained, seesAll(context.actor));
  }

  @Query('explainLine')
  async explainLine(
    @Args('input') input: ExplainBasketInput,
    @Args('lineId') lineId: string,
    @Ctx() context: Context,
  ): Promise<LineExplanation | null> {
    const explanation = await this.explainBasket(input, context);
    return explanation?.lines.find((line) => line.lineId === lineId) ?? null;
  }

  @Query('replayPricing')
  async replayPricing(@Args('input') input: ReplayPricingInput, @Ctx() context: Context): Promise<PricingReplay | null> {
    const replayed = await this.explaining.replay(context, input);
    return replayed && replayView(replayed);
  }
}

function replayView({ order, priced, differences }: ReplayedPricing): PricingReplay {
  return {
    source: order ? 'ORDER' : 'CART_NOW',
    orderId: order?.id ?? null,
    at: new Date(priced.at).toISOString(),
    rulesVersion: priced.version.toString(),
    isIdentical: differences.length === 0,
    differences: [...differences],
    total: moneyView(priced.totals.total, priced.currency),
  };
}
