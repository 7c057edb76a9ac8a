import { Injectable } from '@nestjs/common';
import { ErasureConsumer } from '#events';
import { forgettingContacts } from './owned.repository.js';

/** Takes e-mail addresses and addresses out of the carts of a customer who was erased; what was put in stays. */
@Injectable()
export class CartSubscribers extends ErasureConsumer {
  readonly name = 'cart';
  protected readonly forgetting = forgettingContacts;
}
