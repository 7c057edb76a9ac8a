import { Injectable } from '@nestjs/common';
import { SignaturesService } from '#access';
import { inputsOf, priceBasket } from '#engine';
import { event, pricePromiseMade, pricePromiseRevoked, recording } from '#events';
import { actorName, connection, formatMoney, pageRequest, type Connection, type Context } from '#kernel';
import { BuyersService, OrganizationsService } from '#organizations';
import { Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { CartReader } from '../cart-reader.service.js';
import { noSuchCart, onlyLooking } from '../cart.errors.js';
import { buyingFor, mayChange, type Owner } from '../owner.js';
import type { PricedCart } from '../reprice.js';
import { mostPromisedLines, sells } from './limits.js';
import {
  badPromisedLines,
  badReason,
  cartIsOver,
  noSuchAudience,
  noSuchPromise,
  notPromised,
  promisedAlready,
  revokedAlready,
} from './promise.errors.js';
import { expiryOf, type PromiseWish } from './promise.input.js';
import { isFor, type PromiseAudience } from './promise.js';
import { findPromise, inserting, listPromises, revoking, type FoundPromise, type PromiseFilter } from './promise.repository.js';
import { claimsOf, presentedIn, signedPart } from './token.js';

const longestReason = 500;

/** Promises what carts cost, and takes promises back. */
@Injectable()
export class PromisesService {
  constructor(
    private readonly db: Database,
    private readonly reader: CartReader,
    private readonly signatures: SignaturesService,
    private readonly buyers: BuyersService,
    private readonly organizations: OrganizationsService,
  ) {}

  /** Promises what the cart costs now. Stock, and what is counted of promotions, is nobody's until the order. @throws UserError naming the field */
  async make(context: Context, wish: PromiseWish, idempotencyKey: string | null): Promise<FoundPromise> {
    const { promiseId } = await idempotently<{ promiseId: string }>(
      this.db,
      context,
      'promisePrices',
      idempotencyKey,
      wish,
      async (remembering) => {
        const found = await this.reader.find(context, wish.cartId);
        if (!found) throw noSuchCart();
        if (!mayChange(context, found.cart, 'SELL')) throw onlyLooking();
        if (found.cart.state !== 'ACTIVE') throw cartIsOver(found.cart.state);
        const cart = await this.reader.priced(found, found.context);
        checkPromisable(cart);
        const expiresAt = expiryOf(wish.expiresAt, cart.at, context);
        const audience = await this.audienceOf(wish.audience, cart.cart.owner);
        const id = newId('pricePromise');
        const { basket, terms } = frozenBasket(cart);
        const priced = priceBasket(terms, basket, cart.priced.at);
        const said = { id, ...audience, currency: cart.cart.currency, channelIds: wish.channelIds, madeAt: cart.at, expiresAt };
        const token = await this.signed((keyId) => signedPart(keyId, claimsOf(said, priced, basket.country, cart.items)));
        const made = {
          ...said,
          token,
          cartId: cart.cart.id,
          channelId: found.context.channel.id,
          madeBy: actorName(context.actor),
        };
        const news = event(pricePromiseMade, newId('event'), id, 1n, {
          ...{ promiseId: id, cartId: made.cartId, currency: made.currency, ...audience },
          total: formatMoney({ minor: priced.totals.total, currency: made.currency }),
          lineCount: String(basket.lines.length),
          channelIds: [...wish.channelIds],
          expiresAt: expiresAt.toISOString(),
        });
        const result = { promiseId: id };
        await this.db.commit([
          ...remembering(result),
          inserting(made, inputsOf({ basket, priced }, terms)),
          recording([news], context),
        ]);
        return result;
      },
    );
    return this.require(promiseId);
  }

  /** The promise of that token or id; null: there is none for whoever asks. */
  async get(context: Context, text: string): Promise<FoundPromise | null> {
    const presented = presentedIn(text);
    const found = presented && (await findPromise(this.db, presented.id));
    if (!found || (presented.token !== null && presented.token !== found.token)) return null;
    return sells(context.actor) || isFor(found, buyingFor(context)) ? found : null;
  }

  /** A page of promises, newest first. */
  async list(
    filter: PromiseFilter,
    args: { readonly first?: number | null; readonly after?: string | null },
  ): Promise<Connection<FoundPromise>> {
    const request = pageRequest(args);
    return connection(await listPromises(this.db, request, filter), request, ({ id }) => [id]);
  }

  /** Takes a promise back: from then on no order is placed on it. @throws UserError NOT_FOUND, WRONG_STATE, INVALID */
  async revoke(context: Context, promiseId: string, given: string, idempotencyKey: string | null): Promise<FoundPromise> {
    const reason = given.trim();
    if (reason === '' || reason.length > longestReason || reason.includes('\u0000')) throw badReason(longestReason);
    await idempotently(this.db, context, 'revokePricePromise', idempotencyKey, { promiseId, reason }, (remembering) =>
      this.db.deciding(promiseId, async () => {
        const found = await this.require(promiseId);
        if (found.revokedAt !== null) throw revokedAlready();
        // it is taken back once, so that is its second event
        const news = event(pricePromiseRevoked, newId('event'), found.id, 2n, { promiseId: found.id });
        await this.db.commit([
          ...remembering({}),
          revoking(found.id, actorName(context.actor), reason),
          recording([news], context),
        ]);
        return {};
      }),
    );
    return this.require(promiseId);
  }

  private async require(promiseId: string): Promise<FoundPromise> {
    const found = await findPromise(this.db, promiseId);
    if (!found) throw noSuchPromise(['promiseId']);
    return found;
  }

  /** The signed text with its signature, as a compact JWS: what is signed names the key, so the key comes first. */
  private async signed(text: (keyId: string) => string): Promise<string> {
    let keyId = await this.signatures.keyId();
    for (;;) {
      const part = text(keyId);
      const signature = await this.signatures.sign(part);
      if (signature.keyId === keyId) return `${part}.${signature.signature}`;
      keyId = signature.keyId;
    }
  }

  private async audienceOf(wanted: PromiseAudience | null, owner: Owner): Promise<PromiseAudience> {
    const { customerId, organizationId } = owner;
    if (wanted === null) return organizationId === null ? { customerId, organizationId } : { customerId: null, organizationId };
    if (wanted.customerId !== null && !(await this.buyers.of(wanted.customerId, null))) throw noSuchAudience();
    if (wanted.organizationId !== null && !(await this.organizations.organization(wanted.organizationId))) throw noSuchAudience();
    return wanted;
  }
}

/** What is lacking in stock may be there by then; nothing else may stand in the way. */
function checkPromisable({ cart, problems, promiseId }: PricedCart): void {
  const { length } = cart.content.lines;
  if (length < 1 || length > mostPromisedLines) throw badPromisedLines();
  if (promiseId !== null) throw promisedAlready();
  const blocking = problems.find(({ code, severity }) => severity === 'BLOCKING' && code !== 'OUT_OF_STOCK');
  if (blocking) throw notPromised(blocking.message, { ...blocking.facts, problem: blocking.code, lineId: blocking.lineId });
}

/** The basket without the codes that give nothing: who redeems the promise need not hear of them. */
function frozenBasket({ basket, priced, terms }: PricedCart): Pick<PricedCart, 'basket' | 'terms'> {
  const refused = new Set(priced.refusedCodes.map(({ code }) => code));
  return { basket: { ...basket, codes: basket.codes.filter((code) => !refused.has(code)) }, terms };
}
