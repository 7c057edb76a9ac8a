import type { PaymentOutcome, PaymentProvider, PaymentRequest } from '../provider.js';

/** Paid outside of the system: cash on delivery, bank transfer. Agreed at once, captured when staff say so. */
export const manual: PaymentProvider = {
  code: 'manual',
  name: 'Pay on delivery or by transfer',
  decide: agreed,
  authorize: (request) => Promise.resolve(agreed(request)),
  query: (request) => Promise.resolve(agreed(request)),
  capture: ({ paymentId }) => Promise.resolve({ state: 'CAPTURED', reference: paymentId }),
  giveBack: () => Promise.resolve(),
};

function agreed({ paymentId }: PaymentRequest): PaymentOutcome {
  return { state: 'AUTHORIZED', reference: paymentId };
}
