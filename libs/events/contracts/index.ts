import type { EventContract } from '../event.js';
import { keyCreated, keyRevoked, roleChanged, staffChanged } from './access.js';
import { cartUpdated } from './cart.js';
import { customerCreated, customerErased, customerResetRequested, customerUpdated } from './customer.js';
import { exceptionResolved } from './exception.js';
import { orderCancelled, orderPlaced } from './order.js';
import { organizationChanged, organizationInvitationChanged, organizationMemberChanged } from './organization.js';
import { paymentAuthorized, paymentCaptured, paymentFailed, paymentRefunded, paymentVoided } from './payment.js';
import { priceChanged } from './price.js';
import { productChanged } from './product.js';
import { promotionChanged, promotionGroupChanged } from './promotion.js';
import { saleRecorded, tillKeyReplaced } from './sale.js';
import { stockChanged } from './stock.js';

/** Every event that Cartwright tells: consumers and generated documentation are held to this list. */
export const contracts: readonly EventContract<object>[] = [
  keyCreated,
  keyRevoked,
  roleChanged,
  staffChanged,
  productChanged,
  priceChanged,
  promotionChanged,
  promotionGroupChanged,
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
  tillKeyReplaced,
  exceptionResolved,
  orderPlaced,
  orderCancelled,
  paymentAuthorized,
  paymentCaptured,
  paymentVoided,
  paymentRefunded,
  paymentFailed,
];
