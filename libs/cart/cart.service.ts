import { Injectable } from '@nestjs/common';
import type { PricedShipping } from '#engine';
import { isId, UserError, type Context, type Id } from '#kernel';
import { Conflict, Database, type Write } from '#platform/db';
import { idempotently, markReplayed } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { TermsService } from '#terms';
import { sellingIn, CartReader } from './cart-reader.service.js';
import { setAsideName } from './adoption/adoption.js';
import { CartRepository } from './cart.repository.js';
import { inserting, saving } from './cart-writes.repository.js';
import type { AlsoLoaded, CurrentCart, LoadedCart } from './loaded.js';
import { noSuchCart, onlyLooking } from './cart.errors.js';
import { currencyIn } from './cart.input.js';
import { canBeBought, emptyCart, emptyContent, noContact, type Cart, type CartContent, type CartStart } from './cart.js';
import { change, isRepeated } from './change.js';
import { checkBeginning, checkChange } from './check.js';
import { changeOf, knownIn, namesIn, type CartWish, type GivenWish } from './named.js';
import { canonicalIn, unknownCodes } from './entered-codes.js';
import { emailIn } from './entered-email.js';
import { cartNews } from './news.js';
import { changeName, forSuccessor, newsOf, seenVersionOf, throughAdopted, variantsOf, type CartOperation } from './operation.js';
import { OwnedCartRepository } from './owned.repository.js';
import { keyOf, mayChange, nobodys, ownerIn } from './owner.js';
import { presentedPromise } from './promises/promise.repository.js';
import { withSeenPrices, type PricedCart } from './reprice.js';
import type { Beginning, NewCart, WishedOperation } from './wished.js';
import { shippingOptions } from './shipping-options.js';

/** The verbs of carts: each is one read, one decision, one write. */
@Injectable()
export class CartService {
  constructor(
    private readonly database: Database,
    private readonly carts: CartRepository,
    private readonly owned: OwnedCartRepository,
    private readonly reader: CartReader,
    private readonly terms: TermsService,
  ) {}

  /** The cart as its owner is shown it now; null: there is none for whoever asks. Reading never writes. */
  async get(context: Context, cartId: string): Promise<PricedCart | null> {
    const found = await this.reader.find(context, cartId);
    return found && this.reader.priced(found, found.context);
  }

  /**
   * Begins a cart, with lines and more from the start. A customer who has a current cart goes on with that one, unless the new
   * one has a name. @throws UserError naming the input field
   */
  async create(asking: Context, given: NewCart): Promise<PricedCart> {
    const context = sellingIn(asking);
    const { currency, name, idempotencyKey } = given;
    const wished = given.wishes.map((wish) => canonicalIn(wish, this.terms.of(context)));
    const made: { cart?: PricedCart } = {};
    const { cartId } = await idempotently<{ cartId: string }>(
      this.database,
      asking,
      'createCart',
      idempotencyKey,
      { currency, name, wishes: wished },
      async (remembering) => {
        const wishes = await Promise.all(wished.map((wish) => this.withPromise(wish)));
        const input = { ...given, wishes };
        const owner = keyOf(ownerIn(context));
        const cart = owner
          ? await this.database.deciding(owner, () => this.createOwned(context, input, remembering))
          : await this.begin(context, input, await this.carts.items(...this.needs(context, wishes)), remembering);
        made.cart = cart;
        return { cartId: cart.cart.id };
      },
    );
    return made.cart ?? this.require(asking, cartId);
  }

  /**
   * Applies an operation, once however often it comes. What comes after the cart became an order, or part of another cart, goes to
   * its successor. @throws UserError naming the input field
   */
  async operate(context: Context, cartId: string, operation: WishedOperation): Promise<PricedCart> {
    if (!isId('cart', cartId)) throw noSuchCart();
    const done = await this.database.deciding(cartId, () => this.decide(context, cartId, operation));
    return 'cart' in done ? done : this.operate(context, done.successorId, done.operation);
  }

  /** The ways of shipping that are offered for the cart and its destination, priced. */
  shippingOptions(asking: Context, cart: PricedCart): PricedShipping[] {
    const context = { ...asking, buyer: cart.soldTo };
    return shippingOptions(cart, this.terms.of(context), context);
  }

  private async decide(
    asking: Context,
    cartId: string,
    { stamp, change: given, through }: WishedOperation,
  ): Promise<PricedCart | { readonly successorId: Id<'cart'>; readonly operation: CartOperation }> {
    const wish = await this.withPromise(canonicalIn(given, this.terms.of(asking)));
    const also = {
      variants: wish.type === 'addNamed' ? knownIn(wish) : variantsOf(wish),
      names: namesIn([wish]),
      codes: unknownCodes([wish], this.terms.of(asking)),
      email: emailIn([wish], this.terms.of(asking)),
      seenVersion: wish.type === 'addNamed' ? null : seenVersionOf(wish),
    };
    const done = await this.changedAsKnown(asking, cartId, { stamp, change: wish, through }, also);
    if (done) return done;
    const found = await this.reader.find(asking, cartId, also);
    if (!found) throw noSuchCart();
    if (!mayChange(asking, found.cart, 'SELL')) throw onlyLooking();
    const { cart, context, named } = found;
    const operation = throughAdopted({ stamp, change: changeOf(wish, named), through }, cart);
    if (isRepeated(cart, operation.stamp)) {
      markReplayed(asking);
      return this.reader.priced(found, context);
    }
    if (cart.state === 'ACTIVE') return this.changed(context, found, operation);
    // a till has opened the cart that was placed, and no other
    if (asking.actor.kind === 'device' && cart.owner.customerId !== null) throw noSuchCart();
    const next = forSuccessor(operation, cart);
    return cart.successorId ? { successorId: cart.successorId, operation: next } : this.goOn(context, cart, next);
  }

  /** Changes a cart that this process knows, in one write that asserts what it knows; null: it must be read first. */
  private async changedAsKnown(
    asking: Context,
    cartId: string,
    { stamp, change: wish, through }: WishedOperation & { readonly change: CartWish },
    also: AlsoLoaded,
  ): Promise<PricedCart | null> {
    const known = await this.reader.known(asking, cartId, also);
    if (!known || through || isRepeated(known.cart, stamp)) return null;
    try {
      return await this.changed(known.context, known, { stamp, change: changeOf(wish, known.named) });
    } catch (error) {
      // a refusal may be owed to what is known no longer
      if (!(error instanceof UserError || error instanceof Conflict)) throw error;
      this.carts.forget(cartId);
      return null;
    }
  }

  private async changed(context: Context, loaded: LoadedCart, operation: CartOperation): Promise<PricedCart> {
    const { cart, items, later, at, revision, reading } = loaded;
    const result = await this.reader.priced({ cart: { ...cart, ...change(cart, operation, later) }, items, at }, context);
    checkChange(operation.change, result, context.channel, this.terms.of(context));
    const next = { ...result, cart: { ...result.cart, version: cart.version + 1, updatedAt: at } };
    const content = withSeenPrices(next.cart.content, next);
    const event = cartNews(next, newId('event'), changeName(operation.change));
    await this.database.commit([saving({ ...next.cart, content }, operation, event, context, loaded)]);
    this.carts.remember({ cart: { ...next.cart, content }, items: next.items, revision, reading });
    return next;
  }

  /** The first operation after a cart was converted begins the one that follows it; devices go on numbering. */
  private async goOn(
    context: Context,
    { id, owner, isCurrent, currency, taxReliefs, content, contact: before }: Cart,
    operation: CartOperation,
  ): Promise<PricedCart> {
    const found = await this.carts.items(...this.needs(context, [operation.change], owner));
    const contact = owner.customerId === null ? noContact : { ...noContact, email: before.email };
    const cart = { owner, isCurrent, name: null, contact, currency, taxReliefs, counted: found.counted };
    const begun = await this.begun(context, cart, [operation], found, content.devices);
    checkChange(operation.change, begun, context.channel, this.terms.of(context));
    await this.insert(context, begun, [operation], found, id);
    return begun;
  }

  /** What a customer begins goes into its current cart, if it has one and has not named another. */
  private async createOwned(
    context: Context,
    input: Beginning,
    remembering: (result: { cartId: string }) => readonly Write[],
  ): Promise<PricedCart> {
    const owner = ownerIn(context);
    const [variants, names, lists, , codes] = this.needs(context, input.wishes);
    const found = await this.carts.loadCurrent(keyOf(owner) ?? '', lists, context, { variants, names, codes });
    if (owner.organizationId && (found.role ?? 'VIEWER') === 'VIEWER') throw onlyLooking();
    const { items, named, at, counted } = found;
    const cart = found.cart && { ...found.cart, counted };
    if (!cart || input.name !== null) return this.begin(context, input, found, remembering);
    // one that this channel does not sell in, or that is in another currency than is wished, stays the current one
    if (!canBeBought(cart, context) || (input.currency ?? cart.currency) !== cart.currency)
      return this.begin(context, { ...input, name: setAsideName({ name: null, updatedAt: at }) }, found, remembering);
    const operations = input.wishes.map((wish) => ({ stamp: null, change: changeOf(wish, named) }));
    if (!operations.length) {
      await this.database.commit(remembering({ cartId: cart.id }));
      return this.reader.priced({ cart, items, at }, context);
    }
    const filled = operations.reduce((before, operation) => ({ ...before, ...change(before, operation, []) }), cart);
    const result = await this.reader.priced({ cart: filled, items, at }, context);
    checkBeginning(
      operations.map(({ change: made }) => made),
      result,
      context.channel,
      this.terms.of(context),
    );
    const next = { ...result, cart: { ...result.cart, version: cart.version + 1, updatedAt: at } };
    const content = withSeenPrices(next.cart.content, next);
    await this.database.commit([
      ...remembering({ cartId: cart.id }),
      this.owned.appending({ ...filled, content }, operations, cartNews(next, newId('event'), newsOf(operations)), context),
    ]);
    return next;
  }

  private async begin(
    context: Context,
    { currency, name, wishes }: Beginning,
    found: Omit<LoadedCart, 'cart' | 'later'> & Partial<Pick<CurrentCart, 'email' | 'taxReliefs'>> & Pick<Cart, 'counted'>,
    remembering: (result: { cartId: string }) => readonly Write[],
  ): Promise<PricedCart> {
    const operations = wishes.map((wish) => ({ stamp: null, change: changeOf(wish, found.named) }));
    const owner = ownerIn(context);
    const isCurrent = owner.customerId !== null && name === null;
    const contact = { ...noContact, email: found.email ?? null };
    const { taxReliefs = [], counted } = found;
    const cart = { owner, isCurrent, name, contact, currency: currencyIn(context, currency), taxReliefs, counted };
    const begun = await this.begun(context, cart, operations, found);
    checkBeginning(
      operations.map(({ change: made }) => made),
      begun,
      context.channel,
      this.terms.of(context),
    );
    await this.insert(context, begun, operations, found, null, remembering({ cartId: begun.cart.id }));
    return begun;
  }

  private async insert(
    context: Context,
    begun: PricedCart,
    operations: readonly CartOperation[],
    { revision, reading }: Pick<LoadedCart, 'revision' | 'reading'>,
    predecessor: Id<'cart'> | null,
    first: readonly Write[] = [],
  ): Promise<void> {
    const event = cartNews(begun, newId('event'), 'created', predecessor);
    await this.owned.commit([...first, inserting(begun.cart, operations, event, context, predecessor)]);
    this.carts.remember({ cart: begun.cart, items: begun.items, revision, reading });
  }

  /** What has to be read for carts that are not there yet. */
  private needs(context: Context, wishes: readonly CartWish[], owner = nobodys): Parameters<CartRepository['items']> {
    const variants = wishes.flatMap((wish) => (wish.type === 'addNamed' ? knownIn(wish) : variantsOf(wish)));
    const codes = unknownCodes(wishes, this.terms.of(context));
    const whose = { owner: keyOf(owner), email: emailIn(wishes, this.terms.of(context)) };
    return [variants, namesIn(wishes), this.terms.listIds(context), context, codes, whose];
  }

  /** A cart that is not written yet, with all the operations made to it. */
  private async begun(
    context: Context,
    cart: Omit<CartStart, 'id'>,
    operations: readonly CartOperation[],
    { items, at }: Pick<LoadedCart, 'items' | 'at'>,
    devices: CartContent['devices'] = {},
  ): Promise<PricedCart> {
    const empty = { ...emptyCart({ ...cart, id: newId('cart') }, context, at), content: { ...emptyContent, devices } };
    const filled = operations.reduce((before, operation) => ({ ...before, ...change(before, operation, []) }), empty);
    const priced = await this.reader.priced({ cart: filled, items, at }, context);
    return { ...priced, cart: { ...priced.cart, content: withSeenPrices(priced.cart.content, priced) } };
  }

  /** The wish with the promise that it presents. @throws UserError NOT_FOUND */
  private async withPromise(wish: GivenWish): Promise<CartWish> {
    if (wish.type !== 'presentPromise') return wish;
    return { type: 'setPromise', promise: await presentedPromise(this.database, wish.promise) };
  }

  private async require(context: Context, cartId: string): Promise<PricedCart> {
    const cart = await this.get(context, cartId);
    if (!cart) throw noSuchCart();
    return cart;
  }
}
