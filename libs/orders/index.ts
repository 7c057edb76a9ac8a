export { EndedHolds } from './ended-holds.service.js';
export { orderNews } from './news.js';
export { insertingSales } from './order-batch.repository.js';
export { OrderReader, type OrderAndPayments } from './order-reader.service.js';
export { OrderSweep } from './order-sweep.service.js';
export { OrdersModule } from './orders.module.js';
export { PlaceOrderService } from './place-order.service.js';
export { captureEntry, saleEntry } from './postings.js';
