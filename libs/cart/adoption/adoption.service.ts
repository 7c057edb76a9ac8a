import { Injectable } from '@nestjs/common';
import { isId, UserError, type Buyer, type Context, type Id } from '#kernel';
import { BuyersService } from '#organizations';
import { Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { Log } from '#platform/log';
import { TermsService } from '#terms';
import { sellingIn, CartReader } from '../cart-reader.service.js';
import { noSuchCart, onlyLooking } from '../cart.errors.js';
import { canBeBought, type Cart } from '../cart.js';
import { change } from '../change.js';
import { MyCartsService } from '../mine/my-carts.service.js';
import { cartNews } from '../news.js';
import { adopting, type CartNews } from '../operation.js';
import { OwnedCartRepository, type OwnedCart } from '../owned.repository.js';
import { keyOf, ownerIn, type Owner } from '../owner.js';
import { withSeenPrices, type PricedCart } from '../reprice.js';
import { adoptionOf, setAsideName, type AdoptedDuring } from './adoption.js';

/** How long an adoption waits for whoever is writing one of the carts: signing in must not hang on a cart. */
const patienceMs = 1500;

/** A cart as it was, and as it is to be written: priced for its new owner. */
interface Change {
  readonly before: Cart;
  readonly after: PricedCart;
}

/** What is to be written, and the cart to go on with. */
interface Adopted {
  readonly writes: readonly Write[];
  readonly result: PricedCart;
}

/** Guests' carts become those of the customers that the guests turn out to be: once, and without loss. */
@Injectable()
export class CartAdoption {
  constructor(
    private readonly database: Database,
    private readonly owned: OwnedCartRepository,
    private readonly reader: CartReader,
    private readonly terms: TermsService,
    private readonly mine: MyCartsService,
    private readonly buyers: BuyersService,
    private readonly log: Log,
  ) {}

  /**
   * The cart that the customer goes on with after signing in: the adopted one, the one it went into, or null. Never fails: a cart
   * is no reason not to be let in, and what could not be adopted now can be later.
   */
  async afterSignIn(
    asking: Context,
    buyerOf: () => Promise<Buyer>,
    cartId: string | null,
    during: AdoptedDuring,
  ): Promise<PricedCart | null> {
    try {
      const context = { ...asking, buyer: await buyerOf() };
      const adopted = cartId === null ? null : await this.adoptIfThere(context, cartId, during);
      return adopted ?? (await this.mine.current(context));
    } catch (error) {
      if (!(error instanceof UserError)) this.log.error('a cart could not be adopted', error, { requestId: asking.requestId });
      return null;
    }
  }

  /** The cart with the guest's in it; null: that one is not there for the customer, has become an order, or is another's. */
  private async adoptIfThere(context: Context, cartId: string, during: AdoptedDuring): Promise<PricedCart | null> {
    try {
      return await this.adopt(context, cartId, during, [this.owned.waitingAtMost(patienceMs)]);
    } catch (error) {
      if (error instanceof UserError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /**
   * Makes a guest's cart the asking customer's, or the unit's that it buys for: one transaction, whatever the carts hold.
   * A second time it finds what the first one made. @throws UserError NOT_FOUND when it is another's or there is none
   */
  async adopt(asking: Context, cartId: string, during: AdoptedDuring, first: readonly Write[] = []): Promise<PricedCart> {
    const context = sellingIn(asking);
    const owner = ownerIn(context);
    const key = keyOf(owner);
    if (key === null || !isId('cart', cartId)) throw noSuchCart();
    await this.mayAdoptFor(owner);
    const done = await this.database.deciding(cartId, () => this.decide(context, cartId, owner, key, during, first));
    return 'cart' in done ? done : this.adopt(asking, done.successorId, during, first);
  }

  private async mayAdoptFor({ customerId, organizationId }: Owner): Promise<void> {
    if (customerId === null || organizationId === null) return;
    const role = await this.buyers.roleIn(customerId, organizationId);
    if (role === null || role === 'VIEWER') throw onlyLooking();
  }

  private async decide(
    context: Context,
    cartId: string,
    owner: Owner,
    key: string,
    during: AdoptedDuring,
    first: readonly Write[],
  ): Promise<PricedCart | { readonly successorId: Id<'cart'> }> {
    const { cart: found, current } = await this.owned.withCurrent(cartId, key, this.terms.listIds(context), context);
    const adoption = adoptionOf(found?.cart ?? null, current?.cart ?? null, owner, during);
    // a guest's cart that became an order goes on in its successor, and so does one that was adopted before
    const { successorId = null } = found?.cart ?? {};
    if (successorId !== null && (adoption === 'OWN' || found?.cart.owner.customerId === null)) return { successorId };
    if (!found || adoption === 'NOTHING' || !canBeBought(found.cart, context)) throw noSuchCart();
    if (adoption === 'OWN') return this.reader.priced(found, context);
    const { writes, result } = await this.adopted(context, found, current, owner, adoption);
    await this.owned.commit([...first, ...writes]);
    return result;
  }

  private async adopted(
    context: Context,
    found: OwnedCart,
    current: OwnedCart | null,
    owner: Owner,
    adoption: 'TAKE' | 'UNITE' | 'REPLACE',
  ): Promise<Adopted> {
    const united = current && adoption === 'UNITE' ? await this.united(context, found, current, owner) : null;
    if (united) return united;
    // what does not fit into the current cart is kept beside it, whole
    const isCurrent = adoption !== 'UNITE';
    const name = isCurrent ? null : setAsideName(found.cart);
    const email = found.cart.contact.email ?? found.email;
    const taken = await this.as(context, found, { owner, isCurrent, name, contact: { ...found.cart.contact, email } });
    const kept = this.keeping(context, taken, 'adopted');
    if (!current || !isCurrent)
      return { writes: [kept], result: current ? await this.reader.priced(current, context) : taken.after };
    const aside = await this.as(context, current, { isCurrent: false, name: setAsideName(current.cart) });
    // the old one first: there is one current cart at any moment
    return { writes: [this.keeping(context, aside, 'kept'), kept], result: taken.after };
  }

  /** The current cart with all that the guest's held, and the guest's as a part of it; null: it does not fit. */
  private async united(context: Context, found: OwnedCart, current: OwnedCart, owner: Owner): Promise<Adopted | null> {
    const operation = adopting(found.cart);
    const changed = unlessTooMuch(() => change(current.cart, operation, []));
    if (!changed) return null;
    const email = changed.contact.email ?? current.email;
    const items = new Map([...current.items, ...found.items]);
    const version = current.cart.version + 1;
    const singleUse = { ...current.cart.counted.singleUse, ...found.cart.counted.singleUse };
    const counted = { ...current.cart.counted, singleUse };
    const contact = { ...changed.contact, email };
    const cart = { ...current.cart, ...changed, counted, contact, version, updatedAt: current.at };
    const result = await this.reader.priced({ cart, items, at: current.at }, context);
    // a promise that decides has put the lines in its order
    const content = withSeenPrices(result.cart.content, result);
    const written = { ...cart, version: current.cart.version, content };
    const merged = await this.as(context, found, { owner, state: 'MERGED', successorId: cart.id });
    return {
      result,
      writes: [
        this.owned.appending(written, [operation], cartNews(result, newId('event'), 'adopted'), context),
        this.keeping(context, merged, 'adopted'),
      ],
    };
  }

  private async as(context: Context, { cart, items, at }: OwnedCart, news: Partial<Cart>): Promise<Change> {
    const after = { ...cart, ...news, version: cart.version + 1, updatedAt: at };
    return { before: cart, after: await this.reader.priced({ cart: after, items, at }, context) };
  }

  private keeping(context: Context, { before, after }: Change, what: CartNews): Write {
    const content = withSeenPrices(after.cart.content, after);
    return this.owned.keeping(before, { ...after.cart, content }, cartNews(after, newId('event'), what), context);
  }
}

/** What the work gives; null when a limit is in the way. */
function unlessTooMuch<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
