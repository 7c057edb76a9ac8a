import { Injectable } from '@nestjs/common';
import { ErasureConsumer } from '#events';
import { forgettingContacts } from './order.repository.js';

/** Takes e-mail addresses and addresses out of the orders of a customer who was erased; what was bought stays. */
@Injectable()
export class OrdersSubscribers extends ErasureConsumer {
  readonly name = 'orders';
  protected readonly forgetting = forgettingContacts;
}
