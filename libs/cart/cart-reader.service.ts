import { Injectable } from '@nestjs/common';
import { isId, storeOf, stranger, type Context, type Id } from '#kernel';
import { BuyersService } from '#organizations';
import { TermsService } from '#terms';
import { CartRepository } from './cart.repository.js';
import type { AlsoLoaded, LoadedCart } from './loaded.js';
import { canBeBought, isThere, type Cart } from './cart.js';
import { CartContracts } from './contracts/cart-contracts.service.js';
import { unreadGifts } from './gifts/gifts.js';
import { noNames } from './named.js';
import { buyingFor, keyOf, mayRead, unitBuyer } from './owner.js';
import { reprice, type PricedCart } from './reprice.js';

/** A cart as it was read, with the context in which it is sold: that of its owner, whoever asks. */
export interface FoundCart extends LoadedCart {
  readonly context: Context;
}

/** What a cart is priced from. */
type Priceable = Pick<LoadedCart, 'items' | 'at'> & Pick<PricedCart, 'cart'>;

/** Reads carts for those who may see them, at the prices of those whose they are. */
@Injectable()
export class CartReader {
  constructor(
    private readonly carts: CartRepository,
    private readonly buyers: BuyersService,
    private readonly terms: TermsService,
    private readonly contracts: CartContracts,
  ) {}

  /** The cart; null: there is none for whoever asks. One statement, and a second only where somebody looks into another's cart. */
  async find(asking: Context, cartId: string, also: AlsoLoaded = {}): Promise<FoundCart | null> {
    if (!isId('cart', cartId)) return null;
    const context = sellingIn(asking);
    const loaded = await this.carts.load(cartId, this.terms.listIds(context), context, also);
    if (!loaded || !isThere(loaded.cart) || !canBeBought(loaded.cart, context) || !mayRead(context, loaded.cart, 'SELL'))
      return null;
    const selling = await this.sellingTo(context, loaded.cart);
    if (selling === context) return { context, ...loaded };
    const again = await this.carts.load(cartId, this.terms.listIds(selling), selling, also);
    return again && mayRead(asking, again.cart, 'SELL') ? { context: selling, ...again } : null;
  }

  /**
   * The cart as this process knows it without asking, for a change that asserts it; null: not known, or another's. A refusal on the ground of
   * it may be wrong: ask then.
   */
  async known(asking: Context, cartId: string, also: AlsoLoaded): Promise<FoundCart | null> {
    if (!isId('cart', cartId)) return null;
    const context = sellingIn(asking);
    const loaded = await this.carts.known(cartId, this.terms.listIds(context), context, also);
    if (!loaded || !canBeBought(loaded.cart, context) || (await this.sellingTo(context, loaded.cart)) !== context) return null;
    return { context, ...loaded };
  }

  /** The context in which is sold to that owner; the same one when it is the owner who asks. */
  async sellingTo(asking: Context, { owner, unit }: Pick<Cart, 'owner' | 'unit'>): Promise<Context> {
    const context = sellingIn(asking);
    const { buyer } = context;
    if (keyOf(owner) === (buyer.unitIds[0] ?? buyer.customerId)) return context;
    if (unit) return { ...context, buyer: unitBuyer(unit.ids) };
    const { customerId } = owner;
    const their = (customerId && (await this.buyers.of(customerId, null))) ?? stranger;
    // of a customer who is no longer there the cart stays, at everybody's prices
    return their === buyer ? context : { ...context, buyer: their };
  }

  /** The cart as the buyer is shown it. A second statement reads gifts that it has come to have since it was written. */
  async priced(cart: Priceable, context: Context): Promise<PricedCart> {
    const [priced] = await this.allPriced([cart], context);
    if (!priced) throw new Error('a cart is priced');
    return priced;
  }

  /** The same of several carts, with one more statement at most for all of them. */
  async allPriced(found: readonly Priceable[], context: Context): Promise<PricedCart[]> {
    const carts = await this.contracts.known(found, context);
    const terms = this.terms.of(context);
    const priced = carts.map(({ cart, items, at }) => reprice(cart, items, terms, context, at));
    const unread = [...new Set(priced.flatMap(unreadGifts))];
    if (unread.length === 0) return priced;
    const gifts = await this.carts.items(unread, noNames, this.terms.listIds(context), context);
    return carts.map(({ cart, items, at }) => reprice(cart, new Map([...items, ...gifts.items]), terms, context, at));
  }
}

/** The request's context as carts are sold in it: for a unit as such, and at a till from its own store first. */
export function sellingIn(context: Context): Context {
  const store = storeOf(context);
  const { channel } = context;
  const buyer = buyingFor(context);
  if (store === null || channel.locationIds[0] === store) return buyer === context.buyer ? context : { ...context, buyer };
  return { ...context, buyer, channel: { ...channel, locationIds: fromStore(channel.locationIds, store) } };
}

/** A till's store first, then the channel's others: the same array each time, by which what was read is known again. */
function fromStore(locationIds: Locations, store: Id<'location'>): Locations {
  const orders = reordered.get(locationIds) ?? new Map<Id<'location'>, Locations>();
  reordered.set(locationIds, orders);
  const known = orders.get(store) ?? [store, ...locationIds.filter((id) => id !== store)];
  orders.set(store, known);
  return known;
}

type Locations = readonly Id<'location'>[];

const reordered = new WeakMap<Locations, Map<Id<'location'>, Locations>>();
