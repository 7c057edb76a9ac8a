export { canBeBought, type Address, type Cart, type CartContact, type CartLine } from './cart.js';
export { itemsOf, type Item, type Items } from './item.js';
export { reprice, type PricedCart } from './reprice.js';
export { addressView, factsView, moneyView } from './cart.view.js';
