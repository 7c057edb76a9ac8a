import { amountOffItems } from './actions/amount-off-items.js';
import { amountOffOrder } from './actions/amount-off-order.js';
import { amountOffShipping } from './actions/amount-off-shipping.js';
import { bundlePrice } from './actions/bundle-price.js';
import { buyXGetY } from './actions/buy-x-get-y.js';
import { cheapestFree } from './actions/cheapest-free.js';
import { fixedPriceItems } from './actions/fixed-price-items.js';
import { fixedPriceOrder } from './actions/fixed-price-order.js';
import { fixedPriceShipping } from './actions/fixed-price-shipping.js';
import { freeShipping } from './actions/free-shipping.js';
import { gift } from './actions/gift.js';
import { nForM } from './actions/n-for-m.js';
import { percentOffItems } from './actions/percent-off-items.js';
import { percentOffOrder } from './actions/percent-off-order.js';
import { percentOffShipping } from './actions/percent-off-shipping.js';
import { tieredQuantity } from './actions/tiered-quantity.js';
import { tieredSpend } from './actions/tiered-spend.js';
import { all } from './conditions/all.js';
import { any } from './conditions/any.js';
import { channel } from './conditions/channel.js';
import { clock } from './conditions/clock.js';
import { contains } from './conditions/contains.js';
import { country } from './conditions/country.js';
import { customer } from './conditions/customer.js';
import { group } from './conditions/group.js';
import { maximumAmount } from './conditions/maximum-amount.js';
import { maximumQuantity } from './conditions/maximum-quantity.js';
import { minimumAmount } from './conditions/minimum-amount.js';
import { minimumQuantity } from './conditions/minimum-quantity.js';
import { minimumVariants } from './conditions/minimum-variants.js';
import { none } from './conditions/none.js';
import { orders } from './conditions/orders.js';
import { organization } from './conditions/organization.js';
import { paymentMethod } from './conditions/payment-method.js';
import { segment } from './conditions/segment.js';
import { shippingMethod } from './conditions/shipping-method.js';
import { signedIn } from './conditions/signed-in.js';
import { store } from './conditions/store.js';
import type { ActionKind, ConditionKind, SelectorKind } from './kinds.js';
import { allOf } from './selectors/all.js';
import { anyOf } from './selectors/any.js';
import { attribute } from './selectors/attribute.js';
import { category } from './selectors/category.js';
import { collection } from './selectors/collection.js';
import { noneOf } from './selectors/none.js';
import { onSale } from './selectors/on-sale.js';
import { priceRange } from './selectors/price-range.js';
import { product } from './selectors/product.js';
import { variant } from './selectors/variant.js';

/** Every kind of condition there is: a new one is a file and a line here. */
export const conditionKinds: readonly ConditionKind[] = [
  minimumAmount,
  maximumAmount,
  minimumQuantity,
  maximumQuantity,
  minimumVariants,
  contains,
  customer,
  group,
  segment,
  organization,
  signedIn,
  orders,
  channel,
  store,
  country,
  clock,
  paymentMethod,
  shippingMethod,
  all,
  any,
  none,
];

/** Every kind of selector of items there is: a new one is a file and a line here. */
export const selectorKinds: readonly SelectorKind[] = [
  product,
  variant,
  category,
  collection,
  attribute,
  priceRange,
  onSale,
  allOf,
  anyOf,
  noneOf,
];

/** Every kind of action there is: a new one is a file and a line here. */
export const actionKinds: readonly ActionKind[] = [
  percentOffItems,
  percentOffOrder,
  percentOffShipping,
  amountOffItems,
  amountOffOrder,
  amountOffShipping,
  fixedPriceItems,
  fixedPriceOrder,
  fixedPriceShipping,
  freeShipping,
  buyXGetY,
  nForM,
  cheapestFree,
  tieredSpend,
  tieredQuantity,
  bundlePrice,
  gift,
];
