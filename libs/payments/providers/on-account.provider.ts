import type { PaymentOutcome, PaymentProvider, PaymentRequest } from '../provider.js';

/** What the provider is called. */
export const onAccountCode = 'on-account';

/**
 * Paid later, by invoice: agreed at once, captured when staff book the money. Who may buy so is for orders to say: an
 * organization that is allowed to.
 */
export const onAccount: PaymentProvider = {
  code: onAccountCode,
  name: 'On account',
  decide: agreed,
  authorize: (request) => Promise.resolve(agreed(request)),
  query: (request) => Promise.resolve(agreed(request)),
  capture: ({ paymentId }) => Promise.resolve({ state: 'CAPTURED', reference: paymentId }),
  giveBack: () => Promise.resolve(),
};

function agreed({ paymentId }: PaymentRequest): PaymentOutcome {
  return { state: 'AUTHORIZED', reference: paymentId };
}
