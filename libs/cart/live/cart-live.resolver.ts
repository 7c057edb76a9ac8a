import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { follow, LiveNews, type Sight } from '#events';
import { FreshCtx, type CartChangeKind, type Fresh, type SubscriptionCartChangedArgs } from '#platform/graphql';
import type { Stream } from '#platform/streams';
import { noSuchCart } from '../cart.errors.js';
import { CartService } from '../cart.service.js';
import { cartView, type CartResult } from '../cart.view.js';
import { cartSight } from './cart-sight.js';

interface CartChanged {
  readonly cartChanged: { readonly cursor: string; readonly change: CartChangeKind; readonly cart: CartResult };
}

/** A cart that is followed: whoever may read it is told when it is different. */
@Resolver()
export class CartLiveResolver {
  constructor(
    private readonly carts: CartService,
    private readonly news: LiveNews,
  ) {}

  @Subscription('cartChanged')
  cartChanged(@Args() { cartId, after = null }: SubscriptionCartChangedArgs, @FreshCtx() fresh: Fresh): Stream<CartChanged> {
    let first = true;
    return follow(this.news, {
      ids: [cartId],
      after,
      look: () => this.look(fresh, cartId, first).finally(() => (first = false)),
    });
  }

  /** @throws UserError NOT_FOUND at first; afterwards a cart that is gone is the end and no error */
  private async look(fresh: Fresh, cartId: string, first: boolean): Promise<Sight<CartChanged> | null> {
    const context = await fresh();
    const found = await this.carts.get(context, cartId);
    if (!found && first) throw noSuchCart();
    if (!found) return null;
    const { cursor, view, ...more } = cartSight(found.cart, first);
    return { cursor, view: { cartChanged: { cursor, change: view, cart: cartView(found, context) } }, ...more };
  }
}
