import type { EventContract } from '../event.js';
import { cartUpdated } from './cart.js';
import { orderCancelled, orderPlaced } from './order.js';
import { paymentAuthorized, paymentCaptured, paymentFailed, paymentRefunded, paymentVoided } from './payment.js';
import { priceChanged } from './price.js';
import { productChanged } from './product.js';
import { stockChanged } from './stock.js';

/** Every event that Cartwright tells: consumers and generated documentation are held to this list. */
export const contracts: readonly EventContract<object>[] = [
  productChanged,
  priceChanged,
  stockChanged,
  cartUpdated,
  orderPlaced,
  orderCancelled,
  paymentAuthorized,
  paymentCaptured,
  paymentVoided,
  paymentRefunded,
  paymentFailed,
];
