import { transition, type CurrencyCode, type Id } from '#kernel';
import { paymentMachine } from './payment.machine.js';
import type { PaymentOutcome } from './provider.js';

/** A state of the payment machine. */
export type PaymentState = keyof typeof paymentMachine.to;

/** One attempt to be paid by one tender. */
export interface Payment {
  readonly id: Id<'payment'>;
  readonly orderId: Id<'order'>;
  readonly provider: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  readonly state: PaymentState;
  /** What the provider decides on: a token, never a card number. */
  readonly instrument: string | null;
  readonly providerReference: string | null;
  readonly failureCode: string | null;
  /** Counts the events. */
  readonly version: number;
}

/** What a buyer pays with. */
export type Tender = Pick<Payment, 'provider' | 'instrument'>;

/** A payment of all of an order, which its provider has not been asked for yet. */
export function asked(
  id: Id<'payment'>,
  { id: orderId, total, currency }: { readonly id: Id<'order'>; readonly total: bigint; readonly currency: CurrencyCode },
  { provider, instrument }: Tender,
): Payment {
  const unknown = { state: paymentMachine.initial, providerReference: null, failureCode: null, version: 0 } as const;
  return { id, orderId, provider, amount: total, currency, instrument, ...unknown };
}

/** The payment after the provider's word; an undecided one may stay so. @throws UserError WRONG_STATE when it had its fate already */
export function settled(payment: Payment, outcome: PaymentOutcome): Payment {
  const undecided = isOpen(payment) && payment.state === outcome.state;
  const state = undecided ? payment.state : transition(paymentMachine, payment.state, outcome.state);
  return {
    ...payment,
    state,
    providerReference: 'reference' in outcome ? outcome.reference : payment.providerReference,
    failureCode: outcome.state === 'FAILED' ? outcome.code : null,
  };
}

/** Whether the provider has not decided yet. */
export function isOpen({ state }: Payment): boolean {
  return state === 'PENDING' || state === 'UNKNOWN';
}

/** Whether the amount is promised or received: an order with such a payment is placed. */
export function isGood({ state }: Payment): boolean {
  return state === 'AUTHORIZED' || state === 'CAPTURED';
}

/** Whether it may still bring money, or has: an order has at most one such payment. */
export function isLiving(payment: Payment): boolean {
  return isOpen(payment) || isGood(payment);
}

/** Whether the money is to go back and the provider has not confirmed it yet. */
export function isReturning({ state }: Payment): boolean {
  return state === 'VOIDING' || state === 'REFUNDING';
}

/** A living payment that is called off: what it has brought or may still bring goes back. @throws UserError WRONG_STATE */
export function returning(payment: Payment): Payment {
  return { ...payment, state: transition(paymentMachine, payment.state, payment.state === 'CAPTURED' ? 'REFUNDING' : 'VOIDING') };
}

/** A payment whose money has gone back. @throws UserError WRONG_STATE */
export function returned(payment: Payment): Payment {
  return { ...payment, state: transition(paymentMachine, payment.state, payment.state === 'REFUNDING' ? 'REFUNDED' : 'VOIDED') };
}
