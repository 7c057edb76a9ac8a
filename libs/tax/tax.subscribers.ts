import { Injectable } from '@nestjs/common';
import { ErasureConsumer } from '#events';
import { forgettingReliefs } from './relief/relief.repository.js';

/** Forgets the certificates and VAT ids of a customer who was erased; orders keep what they were charged by. */
@Injectable()
export class TaxSubscribers extends ErasureConsumer {
  readonly name = 'tax';
  protected readonly forgetting = forgettingReliefs;
}
