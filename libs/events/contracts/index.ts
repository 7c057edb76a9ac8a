import type { EventContract } from '../event.js';
import { keyCreated, keyRevoked, roleChanged, staffChanged } from './access.js';
import { cartUpdated } from './cart.js';
import { collectionChanged } from './collection.js';
import { customerCreated, customerErased, customerResetRequested, customerUpdated } from './customer.js';
import { exceptionResolved } from './exception.js';
import { orderCancelled, orderPlaced } from './order.js';
import { organizationChanged, organizationInvitationChanged, organizationMemberChanged } from './organization.js';
import { paymentAuthorized, paymentCaptured, paymentFailed, paymentRefunded, paymentVoided } from './payment.js';
import { priceChanged } from './price.js';
import { pricePromiseMade, pricePromiseRevoked } from './price-promise.js';
import { productChanged } from './product.js';
import { promotionChanged, promotionGroupChanged } from './promotion.js';
import { segmentChanged } from './segment.js';
import { saleRecorded, tillKeyReplaced } from './sale.js';
import { stockChanged } from './stock.js';
import { taxReliefChanged } from './tax-relief.js';

/** Every event that Cartwright tells: consumers and generated documentation are held to this list. */
export const contracts: readonly EventContract<object>[] = [
  keyCreated,
  keyRevoked,
  roleChanged,
  staffChanged,
  productChanged,
  collectionChanged,
  priceChanged,
  pricePromiseMade,
  pricePromiseRevoked,
  promotionChanged,
  promotionGroupChanged,
  organizationChanged,
  organizationMemberChanged,
  organizationInvitationChanged,
  stockChanged,
  taxReliefChanged,
  cartUpdated,
  customerCreated,
  customerUpdated,
  customerErased,
  customerResetRequested,
  segmentChanged,
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
