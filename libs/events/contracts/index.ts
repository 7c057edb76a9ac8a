import type { EventContract } from '../event.js';
import { cartUpdated } from './cart.js';
import { customerCreated, customerErased, customerUpdated } from './customer.js';
import { orderCancelled, orderPlaced } from './order.js';
import { organizationChanged, organizationMemberChanged } from './organization.js';
import { paymentAuthorized, paymentCaptured, paymentFailed, paymentRefunded, paymentVoided } from './payment.js';
import { priceChanged } from './price.js';
import { productChanged } from './product.js';
import { stockChanged } from './stock.js';

/** Every event that Cartwright tells: consumers and generated documentation are held to this list. */
export const contracts: readonly EventContract<object>[] = [
  productChanged,
  priceChanged,
  organizationChanged,
  organizationMemberChanged,
  stockChanged,
  cartUpdated,
  customerCreated,
  customerUpdated,
  customerErased,
  orderPlaced,
  orderCancelled,
  paymentAuthorized,
  paymentCaptured,
  paymentVoided,
  paymentRefunded,
  paymentFailed,
];
