import { Injectable } from '@nestjs/common';
import { Attempts } from '#access';
import { canonicalCode } from '#engine';
import { isId, type Context } from '#kernel';
import { BuyersService, OrganizationsService } from '#organizations';
import { newId } from '#platform/ids';
import { TermsService } from '#terms';
import { CartRepository } from '../cart.repository.js';
import type { CurrentCart } from '../loaded.js';
import { sellingIn } from '../cart-reader.service.js';
import { emptyCart, noContact } from '../cart.js';
import { CartContracts } from '../contracts/cart-contracts.service.js';
import { unreadGifts } from '../gifts/gifts.js';
import { unknownCodes } from '../entered-codes.js';
import { foundLines, knownIn, namesIn, noNames, type CartWish } from '../named.js';
import { nobodys, unitBuyer } from '../owner.js';
import { pricedWish, type PricedWish } from './basket.js';
import { noSuchBuyer, pastInstant } from './basket.errors.js';
import type { BasketWish } from './basket.input.js';

/** How far apart the caller's clock and the database's may be. */
const clocksApartMs = 60_000;

/** Prices baskets that are no carts, as carts are priced. */
@Injectable()
export class BasketService {
  constructor(
    private readonly carts: CartRepository,
    private readonly terms: TermsService,
    private readonly buyers: BuyersService,
    private readonly organizations: OrganizationsService,
    private readonly attempts: Attempts,
    private readonly contracts: CartContracts,
  ) {}

  /** What the wish comes to: one statement, one more where staff name a buyer, and one where a promotion gives something in addition. @throws UserError NOT_FOUND, INVALID, LIMIT_REACHED */
  async price(asking: Context, wish: BasketWish): Promise<PricedWish> {
    if (wish.codes.length === 0) return this.priced(asking, wish);
    // whoever tries codes until one is right has to wait, here as with a cart: a wrong one is no error here
    return this.attempts.guessed(
      'code',
      null,
      asking,
      () => false,
      async () => {
        const result = await this.priced(asking, wish);
        for (const { reason } of result.of.priced.refusedCodes)
          if (reason === 'UNKNOWN') await this.attempts.failed('code', null, asking);
        return result;
      },
    );
  }

  private async priced(asking: Context, given: BasketWish): Promise<PricedWish> {
    const context = await this.sellingTo(asking, given.buyer);
    const terms = this.terms.of(context);
    const codes = [...new Set(given.codes.map((code) => canonicalCode(code, terms.conventions.codeCase)))];
    const wish = { ...given, codes };
    const wished = { type: 'addNamed', lines: wish.lines } as const;
    const { items, named, at, taxReliefs, counted } = await this.read(context, wished, codes);
    if (given.at !== null && given.at < at.getTime() - clocksApartMs) throw pastInstant();
    const contact = { ...noContact, shippingAddress: wish.destination };
    const bare = { id: newId('cart'), owner: nobodys, isCurrent: false, name: null };
    const start = { ...bare, currency: wish.currency, contact, taxReliefs, counted };
    const cart = emptyCart(start, context, wish.at === null ? at : new Date(wish.at));
    const [known = { cart }] = await this.contracts.known([{ cart }], context, [...items.keys()]);
    const ground = { wish, cart: known.cart, items, lines: foundLines(wished, named), terms, context };
    const priced = pricedWish(ground);
    const unread = unreadGifts(priced.of);
    if (unread.length === 0) return priced;
    const gifts = await this.carts.items(unread, noNames, this.terms.listIds(context), context);
    return pricedWish({ ...ground, items: new Map([...items, ...gifts.items]) });
  }

  /** What a cart of that buyer with these lines and codes would be priced from. */
  private async read(
    context: Context,
    wished: Extract<CartWish, { readonly type: 'addNamed' }>,
    entered: readonly string[],
  ): Promise<Pick<CurrentCart, 'items' | 'named' | 'at' | 'taxReliefs' | 'counted'>> {
    const [variants, names, lists] = [knownIn(wished), namesIn([wished]), this.terms.listIds(context)];
    const wishes = entered.map((code) => ({ type: 'applyCode', code }) as const);
    const codes = unknownCodes(wishes, this.terms.of(context));
    const { unitIds, customerId } = context.buyer;
    const owner = unitIds[0] ?? customerId;
    if (owner === null) return { ...(await this.carts.items(variants, names, lists, context, codes)), taxReliefs: [] };
    // the read of an owner's current cart says, too, which tax it is relieved of
    return this.carts.loadCurrent(owner, lists, context, { variants, names, codes });
  }

  /** The context in which is sold to the buyer that is named. @throws UserError NOT_FOUND */
  private async sellingTo(asking: Context, buyer: BasketWish['buyer']): Promise<Context> {
    const context = sellingIn(asking);
    if (buyer === null) return context;
    if (isId('customer', buyer)) {
      const customer = await this.buyers.of(buyer, null);
      if (!customer) throw noSuchBuyer(['buyer', 'customerId']);
      return { ...context, buyer: customer };
    }
    const unit = await this.organizations.organization(buyer);
    if (!unit) throw noSuchBuyer(['buyer', 'organizationId']);
    return { ...context, buyer: unitBuyer(unit.path.toReversed()) };
  }
}
