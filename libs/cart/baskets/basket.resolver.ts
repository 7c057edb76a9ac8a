import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { basketHash } from '#engine';
import type { Context } from '#kernel';
import { Ctx, type Explanation, type PriceBasketInput } from '#platform/graphql';
import { explainedCart } from '../explaining/explained.js';
import { explanationView } from '../explaining/explanation.view.js';
import { seesAll } from '../explaining/sees-all.js';
import { BasketService } from './basket.service.js';
import { basketWish } from './basket.input.js';
import { basketView, type BasketResult } from './basket.view.js';

/** Baskets without carts in GraphQL. */
@Resolver('PricedBasket')
export class BasketResolver {
  constructor(private readonly baskets: BasketService) {}

  @Query('priceBasket')
  async price(@Args('input') input: PriceBasketInput, @Ctx() context: Context): Promise<BasketResult> {
    return basketView(await this.baskets.price(context, basketWish(input, context)));
  }

  @ResolveField('fingerprint')
  fingerprint(@Parent() { wish }: BasketResult): string {
    return basketHash(wish.of.priced);
  }

  @ResolveField('explanation')
  explanation(@Parent() { wish: { of, context } }: BasketResult, @Ctx() { actor }: Context): Explanation {
    return explanationView(explainedCart(of, context), seesAll(actor));
  }
}
