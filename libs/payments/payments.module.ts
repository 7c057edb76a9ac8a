import { Module } from '@nestjs/common';
import { PaymentRepository } from './payment.repository.js';

/** Payments and their providers; which order they belong to is the orders' business. */
@Module({ providers: [PaymentRepository], exports: [PaymentRepository] })
export class PaymentsModule {}
