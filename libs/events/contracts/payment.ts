import { z } from 'zod';
import { contract, type EventContract } from '../event.js';
import { amount, currency, id } from './fields.js';

const payload = z.object({ paymentId: id, orderId: id, provider: z.string().min(1), amount, currency });

/** What every payment event says: which payment of which order, and the amount that it moved. */
export type PaymentNews = z.infer<typeof payload>;

/** The provider reserved the amount for us. */
export const paymentAuthorized = news('authorized', 'The provider reserved the amount; nothing is collected yet.');
/** The amount was collected. */
export const paymentCaptured = news('captured', 'The amount was collected by the provider, or received by hand.');
/** The reservation was let go without collecting. */
export const paymentVoided = news('voided', 'The reservation of the amount was let go; nothing was collected.');
/** The amount was given back. */
export const paymentRefunded = news('refunded', 'The amount was given back to the payer.');
/** The provider refused, or the payment ran out of time. */
export const paymentFailed = contract({
  type: 'payment.failed',
  aggregate: 'payment',
  schemaVersion: 1,
  description: 'The provider refused the payment or it ran out of time; the reason is a code, never the payer’s data.',
  payload: payload.extend({ reason: z.string().min(1) }),
});

function news(what: string, description: string): EventContract<PaymentNews> {
  return contract({ type: `payment.${what}`, aggregate: 'payment', schemaVersion: 1, description, payload });
}
