export { PaymentsModule } from './payments.module.js';
export { PaymentRepository } from './payment.repository.js';
export { told } from './news.js';
export { isGood, isLiving, isOpen, isReturning, returned, returning, settled, type Payment, type PaymentState } from './payment.js';
export { paymentMachine } from './payment.machine.js';
export type { PaymentOutcome, PaymentProvider, PaymentRequest } from './provider.js';
export { providerNamed, providerOf } from './providers/registry.js';
