export { contract, event, payloadOf, type EventContract, type NewEvent, type StoredEvent } from './event.js';
export { contracts } from './contracts/index.js';
export { keyCreated, keyRevoked, roleChanged, staffChanged } from './contracts/access.js';
export { cartUpdated } from './contracts/cart.js';
export { collectionChanged } from './contracts/collection.js';
export { customerCreated, customerErased, customerResetRequested, customerUpdated } from './contracts/customer.js';
export { orderCancelled, orderPlaced } from './contracts/order.js';
export {
  paymentAuthorized,
  paymentCaptured,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
  type PaymentNews,
} from './contracts/payment.js';
export { organizationChanged, organizationInvitationChanged, organizationMemberChanged } from './contracts/organization.js';
export { priceChanged } from './contracts/price.js';
export { pricePromiseMade, pricePromiseRevoked } from './contracts/price-promise.js';
export { promotionChanged, promotionGroupChanged } from './contracts/promotion.js';
export { productChanged } from './contracts/product.js';
export { exceptionResolved } from './contracts/exception.js';
export { segmentChanged } from './contracts/segment.js';
export { saleRecorded, tillKeyReplaced } from './contracts/sale.js';
export { PulledRepository, type PulledEvent } from './pulled.repository.js';
export { stockChanged } from './contracts/stock.js';
export { taxReliefChanged } from './contracts/tax-relief.js';
export { outboxInsert, outboxValues, recording } from './outbox.js';
export { readCloudEvent, toCloudEvent, type CloudEvent } from './cloud-event.js';
export { NotYet, type Consumer, type Effects } from './consumer.js';
export { BacklogRepository, type Backlog } from './backlog.repository.js';
export { ConsumerRegistry } from './consumer-registry.service.js';
export type { ParkedDelivery } from './delivery.repository.js';
export { DeliveryService, type AroundDelivery } from './delivery.service.js';
export { ErasureConsumer } from './erasure.service.js';
export { EventsModule } from './events.module.js';
export { EventsWorkerModule } from './events-worker.module.js';
export { HistoryRepository } from './history.repository.js';
export { follow, type Sight } from './follow.service.js';
export { LiveNews } from './live-news.service.js';
export { RelayService } from './relay.service.js';
