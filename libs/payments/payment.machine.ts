import { machine } from '#kernel';

/**
 * The life of one payment (semantics §10). UNKNOWN: the provider has not answered; it is asked again by key, never anew.
 * VOIDING: it is being called off, whatever the provider has made of it so far.
 */
export const paymentMachine = machine('payment', 'PENDING', {
  PENDING: ['AUTHORIZED', 'CAPTURED', 'FAILED', 'UNKNOWN', 'VOIDING'],
  UNKNOWN: ['AUTHORIZED', 'CAPTURED', 'FAILED', 'PENDING', 'VOIDING'],
  AUTHORIZED: ['CAPTURED', 'VOIDING'],
  CAPTURED: ['REFUNDING'],
  VOIDING: ['VOIDED'],
  REFUNDING: ['REFUNDED'],
  FAILED: [],
  VOIDED: [],
  REFUNDED: [],
});
