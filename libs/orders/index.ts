export { OrderReader, type OrderAndPayments } from './order-reader.service.js';
export { OrderSweep } from './order-sweep.service.js';
export { OrdersModule } from './orders.module.js';
export { PlaceOrderService } from './place-order.service.js';
