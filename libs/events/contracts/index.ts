import type { EventContract } from '../event.js';
import { keyCreated, keyRevoked, roleChanged, staffChanged } from './access.js';
import { cartUpdated } from './cart.js';
import { customerCreated, customerErased, customerResetRequested, customerUpdated } from './customer.js';
import { orderCancelled, orderPlaced } from './order.js';
import { organizationChanged, organizationInvitationChanged, organizationMemberChanged } from './organization.js';
import { paymentAuthorized, paymentCaptured, paymentFailed, paymentRefunded, paymentVoided } from './payment.js';
import { priceChanged } from './price.js';
import { productChanged } from './product.js';
import { saleRecorded } from './sale.js';
import { stockChanged } from './stock.js';

/** Every event that Cartwright tells: consumers and generated documentation are held to this list. */
export const contracts: readonly EventContract<object>[] = [
  keyCreated,
  keyRevoked,
  roleChanged,
  staffChanged,
  productChanged,
  priceChanged,
  organizationChanged,
  organizationMemberChanged,
  organizationInvitationChanged,
  stockChanged,
  cartUpdated,
  customerCreated,
  customerUpdated,
  customerErased,
  customerResetRequested,
  saleRecorded,
  orderPlaced,
  orderCancelled,
  paymentAuthorized,
  paymentCaptured,
  paymentVoided,
  paymentRefunded,
  paymentFailed,
];
