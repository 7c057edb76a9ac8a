import {
  event,
  paymentAuthorized,
  paymentCaptured,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
  type NewEvent,
  type PaymentNews,
} from '#events';
import { formatMoney, type Id } from '#kernel';
import type { Payment } from './payment.js';

/** A payment with its version counted up by the news of what it has become. */
export interface ToldPayment {
  readonly payment: Payment;
  readonly events: readonly NewEvent[];
}

/** The events of a payment that has just become what it is. */
export function told(payment: Payment, eventIds: () => Id<'event'>): ToldPayment {
  const says: PaymentNews = {
    paymentId: payment.id,
    orderId: payment.orderId,
    provider: payment.provider,
    amount: formatMoney({ minor: payment.amount, currency: payment.currency }),
    currency: payment.currency,
  };
  const version = BigInt(payment.version) + 1n;
  const one = (contract: typeof paymentCaptured, at = version) => event(contract, eventIds(), payment.id, at, says);
  const events = ((): NewEvent[] => {
    switch (payment.state) {
      case 'AUTHORIZED':
        return [one(paymentAuthorized)];
      case 'CAPTURED':
        return [one(paymentCaptured)];
      case 'FAILED':
        return [event(paymentFailed, eventIds(), payment.id, version, { ...says, reason: payment.failureCode ?? 'failed' })];
      case 'VOIDED':
        return [one(paymentVoided)];
      case 'REFUNDED':
        return [one(paymentRefunded)];
      case 'PENDING':
      case 'UNKNOWN':
      case 'VOIDING':
      case 'REFUNDING':
        return [];
    }
  })();
  return { payment: { ...payment, version: payment.version + events.length }, events };
}
