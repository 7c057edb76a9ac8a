import { Injectable } from '@nestjs/common';
import { isId, type Context, type PageRequest } from '#kernel';
import { Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { TermsService } from '#terms';
import { setAsideName } from '../adoption/adoption.js';
import { sellingIn, CartReader } from '../cart-reader.service.js';
import { noSuchCart, onlyLooking } from '../cart.errors.js';
import { canBeBought, isThere, type Cart } from '../cart.js';
import { cartNews } from '../news.js';
import { OwnedCartRepository, type OwnedCart } from '../owned.repository.js';
import { isSameOwner, keyOf, mayChange, ownerIn } from '../owner.js';
import type { PricedCart } from '../reprice.js';

/** What is to be written, of a cart and the current one. */
type Deciding = (
  cart: OwnedCart,
  current: OwnedCart | null,
  keep: (cart: OwnedCart, news: Partial<Cart>) => Promise<Write>,
) => Promise<readonly Write[]>;

/** The carts of whoever asks: a customer's own, or those of the unit that it buys for. The same on every device. */
@Injectable()
export class MyCartsService {
  constructor(
    private readonly database: Database,
    private readonly owned: OwnedCartRepository,
    private readonly reader: CartReader,
    private readonly terms: TermsService,
  ) {}

  /** The current cart; null: there is none, or none that this channel sells in. */
  async current(asking: Context): Promise<PricedCart | null> {
    const context = sellingIn(asking);
    const { current } = await this.load(context, '');
    return current && canBeBought(current.cart, context) ? this.reader.priced(current, context) : null;
  }

  /** One more than a page of all of them, newest first; those in currencies of other channels are left out. */
  async list(asking: Context, { first, after }: PageRequest): Promise<PricedCart[]> {
    const context = sellingIn(asking);
    const lists = this.terms.listIds(context);
    const found = await this.owned.list(this.keyIn(context), after?.[0] ?? null, first + 1, lists, context);
    return this.reader.allPriced(found, context);
  }

  /** Makes it the current cart; the one before is set aside under a name. @throws UserError NOT_FOUND */
  async makeCurrent(context: Context, cartId: string): Promise<PricedCart> {
    await this.changing(context, cartId, async (cart, current, keep) => {
      if (cart.cart.isCurrent) return [];
      const before = current ? [await keep(current, { isCurrent: false, name: setAsideName(current.cart) })] : [];
      return [...before, await keep(cart, { isCurrent: true, name: null })];
    });
    return this.require(context, cartId);
  }

  /** Gives the cart a name; null: it has none any more. @throws UserError NOT_FOUND */
  async rename(context: Context, cartId: string, name: string | null): Promise<PricedCart> {
    await this.changing(context, cartId, async (cart, _current, keep) =>
      cart.cart.name === name ? [] : [await keep(cart, { name })],
    );
    return this.require(context, cartId);
  }

  /** Throws the cart away: to everybody it is not there any more. @throws UserError NOT_FOUND */
  async delete(context: Context, cartId: string): Promise<void> {
    await this.changing(context, cartId, async (cart, _current, keep) => [
      await keep(cart, { state: 'DELETED', isCurrent: false }),
    ]);
  }

  private async changing(context: Context, cartId: string, decide: Deciding): Promise<void> {
    const keep = (cart: OwnedCart, news: Partial<Cart>): Promise<Write> => this.keeping(sellingIn(context), cart, news);
    await this.database.deciding(cartId, async () => {
      const { cart, current } = await this.load(context, cartId);
      if (cart?.cart.state !== 'ACTIVE' || !isSameOwner(cart.cart.owner, ownerIn(context))) throw noSuchCart();
      if (!mayChange(context, cart.cart, 'SELL')) throw onlyLooking();
      await this.owned.commit(await decide(cart, current, keep));
    });
  }

  private async require(asking: Context, cartId: string): Promise<PricedCart> {
    const context = sellingIn(asking);
    const { cart } = await this.load(context, cartId);
    if (!cart || !canBeBought(cart.cart, context)) throw noSuchCart();
    return this.reader.priced(cart, context);
  }

  private async load(asking: Context, cartId: string): Promise<{ cart: OwnedCart | null; current: OwnedCart | null }> {
    const context = sellingIn(asking);
    const id = isId('cart', cartId) ? cartId : '';
    const { cart, current } = await this.owned.withCurrent(id, this.keyIn(context), this.terms.listIds(context), context);
    return { cart: cart && isThere(cart.cart) ? cart : null, current };
  }

  private keyIn(context: Context): string {
    return keyOf(ownerIn(context)) ?? '';
  }

  private async keeping(context: Context, { cart, items, at }: OwnedCart, news: Partial<Cart>): Promise<Write> {
    const after = { ...cart, ...news, version: cart.version + 1 };
    const event = cartNews(await this.reader.priced({ cart: after, items, at }, context), newId('event'), 'kept');
    return this.owned.keeping(cart, after, event, context);
  }
}
