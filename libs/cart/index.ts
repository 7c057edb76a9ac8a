export { BasketService } from './baskets/basket.service.js';
export { CartModule } from './cart.module.js';
export { CartReader, sellingIn } from './cart-reader.service.js';
export { CartService } from './cart.service.js';
export { converting } from './cart-writes.repository.js';
export { cartColumns, cartOf, itemsColumns, type CartRow } from './cart-row.repository.js';
export { entitledTo } from './entitled.js';
export { IdleCarts } from './idle-carts.service.js';
export { cartNews } from './news.js';
