import type { CurrencyCode, Id } from '#kernel';

/** What a provider is asked to do. The core passes amounts as they are; only a provider converts them. */
export interface PaymentRequest {
  /** Its key at the provider: the same id never charges twice. */
  readonly paymentId: Id<'payment'>;
  /** Minor units of the currency. */
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  readonly instrument: string | null;
  readonly providerReference: string | null;
}

/** What a provider says about a payment. */
export type PaymentOutcome =
  | { readonly state: 'AUTHORIZED' | 'CAPTURED'; readonly reference: string }
  | { readonly state: 'FAILED'; readonly code: string; readonly message: string }
  | { readonly state: 'PENDING'; readonly reference: string }
  /** No answer came: it may have happened or not. */
  | { readonly state: 'UNKNOWN' };

/** The port to whoever moves money. A provider that decides in process needs no second step. */
export interface PaymentProvider {
  readonly code: string;
  /** What a buyer reads. */
  readonly name: string;
  /** The decision, if it can be made here and now; null: `authorize` must ask outside. */
  decide(request: PaymentRequest): PaymentOutcome | null;
  /** Asks outside, outside any transaction; repeatable with the same payment id. Whatever it throws is no answer. */
  authorize(request: PaymentRequest): Promise<PaymentOutcome>;
  /** What became of a payment that the provider has been asked for. */
  query(request: PaymentRequest): Promise<PaymentOutcome>;
  /** Collects what was authorised; repeatable. */
  capture(request: PaymentRequest): Promise<PaymentOutcome>;
  /** Lets go of what was authorised, or gives back what was captured; repeatable. The same payment id never charges afterwards. */
  giveBack(request: PaymentRequest): Promise<void>;
}
