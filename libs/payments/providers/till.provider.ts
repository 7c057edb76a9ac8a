import type { PaymentOutcome, PaymentProvider, PaymentRequest } from '../provider.js';

/** Paid at a till, which has the money already: into its drawer, or through a card terminal of its own. */
const atTheTill = (code: string, name: string): PaymentProvider => ({
  code,
  name,
  decide: taken,
  authorize: (request) => Promise.resolve(taken(request)),
  query: (request) => Promise.resolve(taken(request)),
  capture: (request) => Promise.resolve(taken(request)),
  giveBack: () => Promise.resolve(),
});

/** Coins and notes. */
export const tillCash = atTheTill('till-cash', 'Cash');
/** A card that a terminal beside the till has read. */
export const tillCard = atTheTill('till-card', 'Card');

/** Whether only a till can say that it was paid so. */
export function isAtTheTill(code: string): boolean {
  return code === tillCash.code || code === tillCard.code;
}

function taken({ paymentId, providerReference }: PaymentRequest): PaymentOutcome {
  return { state: 'CAPTURED', reference: providerReference ?? paymentId };
}
