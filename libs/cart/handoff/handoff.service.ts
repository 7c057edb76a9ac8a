import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Attempts } from '#access';
import { actorName, type Context, type UserError } from '#kernel';
import { CartReader } from '../cart-reader.service.js';
import { noSuchCart, noSuchCode, onlyLooking } from '../cart.errors.js';
import { mayChange } from '../owner.js';
import type { PricedCart } from '../reprice.js';
import { codeAlphabet, codeHash, codeLength, codeTyped, shownCode } from './code.js';
import { HandoffRepository } from './handoff.repository.js';

/** How long a code is good for. */
const codeSeconds = 5 * 60;
/** How long the till may use what it has opened. */
const openHours = 4;

/** A code to be shown at the till, as text or as a QR code. */
export interface Handoff {
  readonly code: string;
  readonly expiresAt: Date;
}

/** A cart goes from the buyer's phone to the till: by a code that is shown and scanned. */
@Injectable()
export class CartHandoff {
  constructor(
    private readonly handoffs: HandoffRepository,
    private readonly reader: CartReader,
    private readonly attempts: Attempts,
  ) {}

  /** A new code for the cart; the one before is of no use any more. @throws UserError NOT_FOUND */
  async create(context: Context, cartId: string): Promise<Handoff> {
    const found = await this.reader.find(context, cartId);
    if (found?.cart.state !== 'ACTIVE') throw noSuchCart();
    if (!mayChange(context, found.cart, 'SELL')) throw onlyLooking();
    const code = Array.from({ length: codeLength }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length))).join('');
    return { code: shownCode(code), expiresAt: await this.handoffs.insert(codeHash(code), found.cart.id, codeSeconds) };
  }

  /**
   * The code's cart, at its owner's prices; the till may read and change it from now on, until it is placed or the hours are over.
   * @throws UserError NOT_FOUND when the code is wrong, used by another or over; LIMIT_REACHED after too many wrong ones
   */
  async open(context: Context, typed: string): Promise<PricedCart> {
    const opener = actorName(context.actor);
    const isWrong = ({ code }: UserError) => code === 'NOT_FOUND';
    return this.attempts.guessed('code', opener, context, isWrong, () => this.opened(context, opener, typed));
  }

  private async opened(context: Context, opener: string, typed: string): Promise<PricedCart> {
    const code = codeTyped(typed);
    const deviceId = context.actor.kind === 'device' ? context.actor.id : null;
    const cartId = code && (await this.handoffs.open(codeHash(code), opener, deviceId, openHours));
    const found = cartId ? await this.reader.find(context, cartId) : null;
    if (found?.cart.state === 'ACTIVE') return this.reader.priced(found, found.context);
    throw noSuchCode();
  }
}
