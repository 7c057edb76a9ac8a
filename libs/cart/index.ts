export { CartModule } from './cart.module.js';
export { CartService } from './cart.service.js';
export { cartColumns, cartOf, converting, type CartRow } from './cart.repository.js';
export { cartNews } from './news.js';
