import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { isId, type Context } from '#kernel';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import { OutsideTaxService, type AskedOutside } from '#tax';
import { CartReader } from '../cart-reader.service.js';
import { CartRepository } from '../cart.repository.js';
import { saving } from '../cart-writes.repository.js';
import { noSuchCart, onlyLooking, taxesUnavailable } from '../cart.errors.js';
import { cartNews } from '../news.js';
import { change } from '../change.js';
import { changeName, type CartOperation } from '../operation.js';
import { mayChange } from '../owner.js';
import { withSeenPrices, type PricedCart } from '../reprice.js';
import { answeredTaxes, asksOutside, questionOf } from './answered-taxes.js';

/** A cart with its taxes, and what its channel's engine was asked for them; null: nobody was. */
export interface TaxedCart {
  readonly cart: PricedCart;
  readonly asked: AskedOutside | null;
}

/** The taxes of carts whose channel has them worked out by an outside engine, which is asked outside any transaction. */
@Injectable()
export class CartTaxes {
  constructor(
    private readonly database: Database,
    private readonly carts: CartRepository,
    private readonly reader: CartReader,
    private readonly outside: OutsideTaxService,
  ) {}

  /**
   * The cart taxed by what the channel's engine answers now, or has answered to the same within a day; where it does not answer, by
   * the rates that are kept here. @throws UserError TAXES_UNAVAILABLE where it does not answer and the channel sells nothing then
   */
  async taxed(cart: PricedCart, context: Context): Promise<TaxedCart> {
    const { channel } = context;
    // a price promise has promised the taxes too
    const question = asksOutside(channel) && cart.promiseId === null ? questionOf(cart, channel) : null;
    if (!question) return { cart, asked: null };
    const asked = await this.outside.ask(channel.taxProvider, question);
    if (asked.answer === null && channel.taxFailure === 'REFUSE') throw taxesUnavailable(asked.failure);
    const taxes = asked.answer && answeredTaxes(cart, question, asked.answer, channel.taxProvider);
    const content = { ...cart.cart.content, taxes };
    return { cart: await this.reader.priced({ ...cart, cart: { ...cart.cart, content } }, context), asked };
  }

  /** Has the cart's taxes worked out, and keeps them with it for every device that has it open. @throws UserError */
  async calculate(asking: Context, cartId: string): Promise<PricedCart> {
    if (!isId('cart', cartId)) throw noSuchCart();
    return this.database.deciding(cartId, () => this.decide(asking, cartId));
  }

  private async decide(asking: Context, cartId: string): Promise<PricedCart> {
    const found = await this.reader.find(asking, cartId);
    if (!found) throw noSuchCart();
    if (!mayChange(asking, found.cart, 'SELL')) throw onlyLooking();
    const { context } = found;
    const priced = await this.reader.priced(found, context);
    // what became an order, or part of another cart, is not worked out again
    if (found.cart.state !== 'ACTIVE') return priced;
    const { cart, asked } = await this.taxed(priced, context);
    const { taxes = null } = cart.cart.content;
    if (!asked || isDeepStrictEqual(taxes, found.cart.content.taxes ?? null)) return cart;
    const operation: CartOperation = { stamp: null, change: { type: 'setTaxes', taxes } };
    const { content } = change(found.cart, operation, []);
    const next = { ...cart, cart: { ...cart.cart, content, version: found.cart.version + 1, updatedAt: found.at } };
    const written = { ...next.cart, content: withSeenPrices(content, next) };
    const news = cartNews(next, newId('event'), changeName(operation.change));
    await this.database.commit([saving(written, operation, news, context, found)]);
    this.carts.remember({ ...found, cart: written });
    return next;
  }
}
