export { canBeBought, isThere, noContact, type Cart, type CartContact, type CartLine } from './cart.js';
export { basketWish } from './baskets/basket.input.js';
export { explainedCart, lineName, type Explained } from './explaining/explained.js';
export { explanationView } from './explaining/explanation.view.js';
export { seesAll } from './explaining/sees-all.js';
export { itemsOf, type Item, type Items, type ItemsJson } from './item.js';
export { askingCustomer, keyOf, mayChange, mayRead, ownerIn, type Owned, type Owner } from './owner.js';
export { reprice, type PricedCart } from './reprice.js';
