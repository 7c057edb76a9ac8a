import { machine } from '#kernel';

/** The life of one payment (semantics §10). UNKNOWN: the provider has not answered; it is asked again by key, never anew. */
export const paymentMachine = machine('payment', 'PENDING', {
  PENDING: ['AUTHORIZED', 'CAPTURED', 'FAILED', 'UNKNOWN'],
  UNKNOWN: ['AUTHORIZED', 'CAPTURED', 'FAILED', 'PENDING'],
  AUTHORIZED: ['CAPTURED', 'VOIDING'],
  CAPTURED: ['REFUNDING'],
  VOIDING: ['VOIDED'],
  REFUNDING: ['REFUNDED'],
  FAILED: [],
  VOIDED: [],
  REFUNDED: [],
});
