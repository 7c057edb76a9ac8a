export { canBeBought, isThere, noContact, type Cart, type CartContact, type CartLine } from './cart.js';
export { itemsOf, type Item, type Items, type ItemsJson } from './item.js';
export { askingCustomer, keyOf, mayChange, mayRead, ownerIn, type Owned, type Owner } from './owner.js';
export { reprice, type PricedCart } from './reprice.js';
