import { Injectable } from '@nestjs/common';
import type { PricedShipping } from '#engine';
import { currencyOf, isId, UserError, type Context, type Id } from '#kernel';
import { Database } from '#platform/db';
import { idempotently, markReplayed } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { TermsService } from '#terms';
import { CartRepository, type LoadedCart } from './cart.repository.js';
import { noSuchCart } from './cart.errors.js';
import { canBeBought, emptyContent, noContact, type Cart, type CartContent } from './cart.js';
import { change, isRepeated } from './change.js';
import { checkBeginning, checkChange } from './check.js';
import { cartNews } from './news.js';
import { changeName, forSuccessor, seenVersionOf, variantsOf, type CartChange, type CartOperation } from './operation.js';
import { reprice, withSeenPrices, type PricedCart } from './reprice.js';
import { shippingOptions } from './shipping-options.js';

/** What a new cart begins with. */
export interface NewCart {
  /** One of the channel's currencies; null: the request's. */
  readonly currency: string | null;
  readonly changes: readonly CartChange[];
  readonly idempotencyKey: string | null;
}

/** The verbs of carts: each is one read, one decision, one write. */
@Injectable()
export class CartService {
  constructor(
    private readonly database: Database,
    private readonly carts: CartRepository,
    private readonly terms: TermsService,
  ) {}

  /** The cart as the buyer is shown it now; null: there is none. Reading never writes. */
  async get(context: Context, cartId: string): Promise<PricedCart | null> {
    if (!isId('cart', cartId)) return null;
    const loaded = await this.carts.load(cartId, this.terms.listIds(context), context);
    return loaded && canBeBought(loaded.cart, context) ? this.priced(loaded, context) : null;
  }

  /** Begins a cart, with lines and more from the start. @throws UserError naming the input field */
  async create(context: Context, input: NewCart): Promise<PricedCart> {
    const { currency, idempotencyKey, changes } = input;
    const made: { cart?: PricedCart } = {};
    const { cartId } = await idempotently<{ cartId: string }>(
      this.database,
      context,
      'createCart',
      idempotencyKey,
      { currency, changes },
      async (remembering) => {
        const operations = changes.map((change) => ({ stamp: null, change }));
        const begun = await this.begun(context, currencyIn(context, currency), operations);
        checkBeginning(changes, begun, context.channel);
        await this.database.commit([
          ...remembering({ cartId: begun.cart.id }),
          this.carts.inserting(begun.cart, operations, cartNews(begun, newId('event'), 'created'), context, null),
        ]);
        made.cart = begun;
        return { cartId: begun.cart.id };
      },
    );
    return made.cart ?? this.require(context, cartId);
  }

  /**
   * Applies an operation, once however often it comes. What comes after the cart became an order goes to its successor.
   * @throws UserError naming the input field
   */
  async operate(context: Context, cartId: string, operation: CartOperation): Promise<PricedCart> {
    if (!isId('cart', cartId)) throw noSuchCart();
    const done = await this.database.deciding(cartId, () => this.decide(context, cartId, operation));
    return 'cart' in done ? done : this.operate(context, done.successorId, forSuccessor(operation));
  }

  /** The ways of shipping that are offered for the cart and its destination, priced. */
  shippingOptions(context: Context, cart: PricedCart): PricedShipping[] {
    return shippingOptions(cart, this.terms.of(context), context.channel);
  }

  private async decide(
    context: Context,
    cartId: string,
    operation: CartOperation,
  ): Promise<PricedCart | { readonly successorId: Id<'cart'> }> {
    const { stamp, change } = operation;
    const loaded = await this.carts.load(cartId, this.terms.listIds(context), context, variantsOf(change), seenVersionOf(change));
    if (!loaded || !canBeBought(loaded.cart, context)) throw noSuchCart();
    const { state, successorId } = loaded.cart;
    if (isRepeated(loaded.cart, stamp)) {
      markReplayed(context);
      return this.priced(loaded, context);
    }
    if (state === 'ACTIVE') return this.changed(context, loaded, operation);
    return successorId ? { successorId } : this.goOn(context, loaded.cart, forSuccessor(operation));
  }

  private async changed(context: Context, { cart, items, later, at }: LoadedCart, operation: CartOperation): Promise<PricedCart> {
    const result = reprice({ ...cart, ...change(cart, operation, later) }, items, this.terms.of(context), context, at);
    checkChange(operation.change, result, context.channel);
    const next = { ...result, cart: { ...result.cart, version: cart.version + 1, updatedAt: at } };
    const content = withSeenPrices(next.cart.content, next);
    await this.database.commit([
      this.carts.saving(
        { ...next.cart, version: cart.version, content },
        operation,
        cartNews(next, newId('event'), changeName(operation.change)),
        context,
      ),
    ]);
    return next;
  }

  /** The first operation after a cart was converted begins the one that follows it; devices go on numbering. */
  private async goOn(context: Context, { id, currency, content }: Cart, operation: CartOperation): Promise<PricedCart> {
    const cart = await this.begun(context, currency, [operation], content.devices);
    checkChange(operation.change, cart, context.channel);
    await this.database.commit([
      this.carts.inserting(cart.cart, [operation], cartNews(cart, newId('event'), 'created'), context, id),
    ]);
    return cart;
  }

  /** A cart that is not written yet, with all the operations made to it. */
  private async begun(
    context: Context,
    currency: Cart['currency'],
    operations: readonly CartOperation[],
    devices: CartContent['devices'] = {},
  ): Promise<PricedCart> {
    const variants = operations.flatMap((operation) => variantsOf(operation.change));
    const { items, at } = await this.carts.items(variants, this.terms.listIds(context), context);
    const empty: Cart = {
      id: newId('cart'),
      channelId: context.channel.id,
      currency,
      locale: context.locales[0] ?? 'en',
      state: 'ACTIVE',
      version: 1,
      content: { ...emptyContent, devices },
      contact: noContact,
      successorId: null,
      createdAt: at,
      updatedAt: at,
    };
    const filled = operations.reduce((cart, operation) => ({ ...cart, ...change(cart, operation, []) }), empty);
    const cart = reprice(filled, items, this.terms.of(context), context, at);
    return { ...cart, cart: { ...cart.cart, content: withSeenPrices(cart.cart.content, cart) } };
  }

  private priced({ cart, items, at }: LoadedCart, context: Context): PricedCart {
    return reprice(cart, items, this.terms.of(context), context, at);
  }

  private async require(context: Context, cartId: string): Promise<PricedCart> {
    const cart = await this.get(context, cartId);
    if (!cart) throw noSuchCart();
    return cart;
  }
}

function currencyIn({ channel, currency }: Context, wanted: string | null): Cart['currency'] {
  if (wanted === null) return currency;
  const code = currencyOf(wanted, ['currency']);
  if (channel.currencies.includes(code)) return code;
  throw new UserError('INVALID', `this channel sells in ${channel.currencies.join(', ')}`, ['currency'], {
    allowed: channel.currencies.join(' '),
  });
}
