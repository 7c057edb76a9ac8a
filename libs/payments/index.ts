export { PaymentsModule } from './payments.module.js';
export { livingPaymentConstraint, PaymentRepository } from './payment.repository.js';
export { told } from './news.js';
export {
  asked,
  isGood,
  isLiving,
  isOpen,
  isReturning,
  returned,
  returning,
  settled,
  type Payment,
  type PaymentState,
  type Tender,
} from './payment.js';
export { paymentMachine } from './payment.machine.js';
export type { PaymentOutcome, PaymentProvider, PaymentRequest } from './provider.js';
export { onAccountCode } from './providers/on-account.provider.js';
export { isAtTheTill, tillCard, tillCash } from './providers/till.provider.js';
export { providerNamed, providerOf } from './providers/registry.js';
