import { Injectable } from '@nestjs/common';
import { BasketService, CartReader } from '#cart';
import { basketWish, explainedCart, lineName, type Explained } from '#cart/rules';
import { priceBasket, restored } from '#engine';
import { isId, type Context } from '#kernel';
import type { PriceBasketInput } from '#platform/graphql';
import { TermsService } from '#terms';
import type { Order } from '../order.js';
import { OrderReader } from '../order-reader.service.js';
import { OrderRepository } from '../order.repository.js';
import { nameOne, nothingStored } from './explaining.errors.js';
import { replayedCart, replayedOrder, type Replayed } from './replayed.js';

/** A basket, a cart or an order: one of them. */
export interface Explainable {
  readonly basket?: PriceBasketInput | null | undefined;
  readonly cartId?: string | null | undefined;
  readonly orderId?: string | null | undefined;
}

/** What came of pricing an order or a cart again. */
export interface ReplayedPricing extends Replayed {
  /** Null: the cart as it is priced now. */
  readonly order: Order | null;
}

/** Tells why something costs what it costs, and prices it again from what was stored. */
@Injectable()
export class ExplainingService {
  constructor(
    private readonly baskets: BasketService,
    private readonly carts: CartReader,
    private readonly reader: OrderReader,
    private readonly orders: OrderRepository,
    private readonly terms: TermsService,
  ) {}

  /** Why it comes to what it comes to; null: there is none for whoever asks. @throws UserError INVALID, NOT_APPLICABLE */
  async explain(context: Context, { basket, cartId, orderId }: Explainable): Promise<Explained | null> {
    if ([basket, cartId, orderId].filter((named) => named != null).length !== 1) throw nameOne(['basket', 'cartId', 'orderId']);
    if (basket != null) {
      const { of, context: selling } = await this.baskets.price(context, basketWish(basket, context));
      return explainedCart(of, selling);
    }
    return cartId != null ? this.explainCart(context, cartId) : this.explainOrder(context, orderId ?? '');
  }

  /** Prices it again; null: there is none for whoever asks. @throws UserError INVALID, NOT_APPLICABLE */
  async replay(context: Context, { cartId, orderId }: Omit<Explainable, 'basket'>): Promise<ReplayedPricing | null> {
    if ((cartId == null) === (orderId == null)) throw nameOne(['cartId', 'orderId']);
    if (orderId != null) return this.replayOrder((await this.reader.get(context, orderId))?.order ?? null);
    const found = await this.carts.find(context, cartId ?? '');
    if (!found) return null;
    const order = (await this.orders.ofCarts([found.cart.id]))[0];
    if (order) return this.replayOrder(order);
    const priced = await this.carts.priced(found, found.context);
    return { order: null, ...replayedCart(priced) };
  }

  private async explainCart(context: Context, cartId: string): Promise<Explained | null> {
    const found = await this.carts.find(context, cartId);
    return found && explainedCart(await this.carts.priced(found, found.context), context);
  }

  private async explainOrder(context: Context, orderId: string): Promise<Explained | null> {
    const found = isId('order', orderId) ? await this.reader.get(context, orderId) : null;
    if (!found) return null;
    const inputs = await this.orders.inputs(found.order.id);
    if (inputs === null) throw nothingStored();
    const { terms, basket, at, promiseId } = restored(inputs);
    const { lines, locale } = found.order;
    return {
      terms,
      basket,
      priced: priceBasket(terms, basket, at, { explain: true }),
      lineNames: new Map(lines.map(({ lineId, name, sku }) => [lineId, lineName(name, sku)])),
      locales: [locale, ...context.locales],
      promiseId,
    };
  }

  private async replayOrder(order: Order | null): Promise<ReplayedPricing | null> {
    if (!order) return null;
    const inputs = await this.orders.inputs(order.id);
    if (inputs === null) throw nothingStored();
    return { order, ...replayedOrder(order, inputs) };
  }
}
