export { contract, event, payloadOf, type EventContract, type NewEvent, type StoredEvent } from './event.js';
export { contracts } from './contracts/index.js';
export { cartUpdated } from './contracts/cart.js';
export { orderCancelled, orderPlaced } from './contracts/order.js';
export {
  paymentAuthorized,
  paymentCaptured,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
  type PaymentNews,
} from './contracts/payment.js';
export { priceChanged } from './contracts/price.js';
export { productChanged } from './contracts/product.js';
export { stockChanged } from './contracts/stock.js';
export { outboxInsert, outboxValues, recording } from './outbox.js';
export { readCloudEvent, toCloudEvent, type CloudEvent } from './cloud-event.js';
export { NotYet, type Consumer, type Effects } from './consumer.js';
export { ConsumerRegistry } from './consumer-registry.service.js';
export type { ParkedDelivery } from './delivery.repository.js';
export { DeliveryService } from './delivery.service.js';
export { EventsModule } from './events.module.js';
export { EventsWorkerModule } from './events-worker.module.js';
export { RelayService } from './relay.service.js';
