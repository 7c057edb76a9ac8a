import type { PaymentOutcome, PaymentProvider, PaymentRequest } from '../provider.js';

const declined: PaymentOutcome = { state: 'FAILED', code: 'declined', message: 'the sandbox was told to decline' };

/**
 * A provider to try things with; the instrument says what it does: `approve` (also when none is given) captures at once,
 * `authorize` only reserves, `decline` refuses, `pending` stays undecided, `timeout` gives no answer and has
 * approved when it is asked again, `timeout-declined` has declined.
 */
export const sandbox: PaymentProvider = {
  code: 'sandbox',
  name: 'Sandbox',
  decide: (request) => (isOutside(request) ? null : answer(request)),
  authorize: (request) => Promise.resolve(request.instrument?.startsWith('timeout') ? { state: 'UNKNOWN' } : answer(request)),
  query: (request) => Promise.resolve(answer(request)),
  capture: ({ paymentId }) => Promise.resolve({ state: 'CAPTURED', reference: paymentId }),
  giveBack: () => Promise.resolve(),
};

function isOutside({ instrument }: PaymentRequest): boolean {
  return instrument === 'pending' || instrument === 'timeout' || instrument === 'timeout-declined';
}

function answer({ paymentId, instrument }: PaymentRequest): PaymentOutcome {
  switch (instrument) {
    case null:
    case 'approve':
    case 'timeout':
      return { state: 'CAPTURED', reference: paymentId };
    case 'authorize':
      return { state: 'AUTHORIZED', reference: paymentId };
    case 'pending':
      return { state: 'PENDING', reference: paymentId };
    default:
      return declined;
  }
}
