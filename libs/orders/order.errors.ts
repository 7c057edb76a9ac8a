import { formatMoney, formatShort, quantityScale, UserError, type Actor, type Money } from '#kernel';
import type { Shortage } from '#holds';
import { stockCounterId } from '#inventory';
import { refusedUse } from '#promotions';
import { isAtTheTill, isOpen, onAccountCode, type Payment, type PaymentOutcome, type Tender } from '#payments';
import type { Order } from './order.js';

/** The id names no order, or is not one. */
export const noSuchOrder = () => new UserError('NOT_FOUND', 'there is no such order', ['orderId']);

/** A viewer of the unit may look at its orders and no more. */
export const onlyLooking = () => new UserError('FORBIDDEN', 'as a viewer of this organization you may look and no more');

/** Refuses to sell on account to whoever may not buy so, and to take a buyer's word for money in a drawer. @throws UserError NOT_APPLICABLE */
export function checkTender({ provider }: Tender, onAccount: boolean, { kind }: Pick<Actor, 'kind'>): void {
  if (provider === onAccountCode && !onAccount)
    throw new UserError('NOT_APPLICABLE', 'buying on account is for organizations that may', ['payment', 'provider']);
  if (isAtTheTill(provider) && kind !== 'device')
    throw new UserError('NOT_APPLICABLE', 'only a till says what it has been paid', ['payment', 'provider']);
}

/** Refuses to call off what was handed over already. @throws UserError WRONG_STATE */
export function checkCancellable({ cartId }: Order): void {
  if (cartId === null)
    throw new UserError('WRONG_STATE', 'a till has handed the goods over: what comes back is no cancellation', ['orderId']);
}

/** The id names no payment, or is not one. */
export const noSuchPayment = () => new UserError('NOT_FOUND', 'there is no such payment', ['paymentId']);

/** The id names no cart that whoever asks may buy. */
export const noSuchCart = () => new UserError('NOT_FOUND', 'there is no such cart', ['cartId']);

/** There is nothing in the cart to buy. */
export const emptyCart = () => new UserError('INCOMPLETE', 'the cart is empty', ['cartId'], { missing: 'lines' });

/** The cart lacks something that an order needs; the facts name it. */
export const incomplete = (missing: string) =>
  new UserError('INCOMPLETE', `the cart needs ${missing} before it can be placed`, ['cartId'], { missing });

/** The cart was placed before; the facts name its order, null when that order was cancelled. */
export const alreadyOrdered = (orderId: string | null) =>
  new UserError('WRONG_STATE', 'this cart has become an order already', ['cartId'], { orderId });

/** A problem of the cart stands in the way of placing it. */
export const blockedBy = (
  code: 'OUT_OF_STOCK' | 'NOT_PURCHASABLE' | 'NOT_APPLICABLE' | 'INVALID' | 'LIMIT_REACHED',
  message: string,
  facts: UserError['facts'],
) => new UserError(code, message, ['cartId'], facts);

/** The cart is not what the buyer was shown; the facts hold what to show and repeat. */
export const totalChanged = (total: Money, fingerprint: string) =>
  new UserError(
    'TOTAL_CHANGED',
    `the cart now comes to ${formatMoney(total)} ${total.currency}; show it and ask again`,
    ['shown'],
    {
      total: formatMoney(total),
      currency: total.currency,
      fingerprint,
    },
  );

/** What a refused claim means to the buyer. */
export function refusedClaim(shortage: Shortage, { lines, currency }: Pick<Order, 'lines' | 'currency'>): UserError {
  const { counterId, asked, available } = shortage;
  const used = refusedUse(shortage, currency);
  if (used) return used;
  const line = lines.find(
    ({ variantId, locationId }) =>
      variantId !== null && locationId !== null && counterId === stockCounterId(variantId, locationId),
  );
  const facts = { asked: formatShort(asked, quantityScale), available: formatShort(available, quantityScale) };
  return new UserError('OUT_OF_STOCK', `only ${facts.available} of ${line?.name ?? 'this'} left`, ['cartId'], {
    ...facts,
    lineId: line?.lineId ?? null,
    variantId: line?.variantId ?? null,
  });
}

/** Refuses to collect what is not authorised. @throws UserError WRONG_STATE */
export function checkCapturable({ state }: Payment): void {
  if (state !== 'AUTHORIZED')
    throw new UserError('WRONG_STATE', `the payment is ${state}: only what is AUTHORIZED can be captured`, ['paymentId'], {
      state,
    });
}

/** Refuses what the provider has not collected. @throws UserError PAYMENT_DECLINED, PAYMENT_PENDING */
export function checkCaptured(outcome: PaymentOutcome): void {
  if (outcome.state === 'CAPTURED') return;
  const facts = { reason: outcome.state === 'FAILED' ? outcome.code : null };
  if (outcome.state === 'FAILED')
    throw new UserError('PAYMENT_DECLINED', 'the provider refused to collect the payment', ['paymentId'], facts);
  throw new UserError('PAYMENT_PENDING', 'the provider has not collected the payment yet: ask again', ['paymentId'], facts);
}

/** Refuses to pay what is not waiting for its payment. @throws UserError WRONG_STATE, PAYMENT_PENDING */
export function checkPayable({ state }: Order, payments: readonly Payment[]): void {
  if (state !== 'PENDING')
    throw new UserError('WRONG_STATE', `the order is ${state}: it does not wait for a payment`, ['orderId'], { state });
  const open = payments.find(isOpen);
  if (open)
    throw new UserError('PAYMENT_PENDING', 'a payment of this order is still undecided', ['orderId'], { paymentId: open.id });
}
