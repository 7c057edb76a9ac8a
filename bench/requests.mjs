// What a shop asks: one document an operation, with variables.
const money = '{ amount }';
const errors = 'userErrors { code message path facts { name value } }';

const cart = `cart { id version currency codes email
  lines { id variantId sku name slug options { value } quantity unitPrice ${money} amount ${money} discount ${money} tax ${money} total ${money} }
  totals { amount ${money} discount ${money} shipping ${money} net ${money} tax ${money} total ${money} }
  problems { code severity lineId message } }`;

const address = '{ name line1 city postalCode country phone }';

const cartMutation = (name, input, result = cart) =>
  `mutation ${name}($input: ${input}!) { ${name}(input: $input) { ${result} ${errors} } }`;

const variants = 'variants { id sku name price { amount currency } availability { inStock available } }';

export const browse = `query browse($category: String!, $after: String) { products(first: 24, category: $category, after: $after) {
  nodes { id slug name ${variants} } pageInfo { hasNextPage endCursor } } }`;

export const detail = `query detail($slug: String!) { product(slug: $slug) { id slug name description ${variants} } }`;

export const readCart = `query cart($id: ID!) { ${cart.replace('cart {', 'cart(id: $id) {')} }`;

export const shippingOptions = `query shippingOptions($id: ID!) { cart(id: $id) { shippingOptions { id name net ${money} total ${money} } } }`;

export const createCart = cartMutation('createCart', 'CreateCartInput');
export const addCartLines = cartMutation('addCartLines', 'AddCartLinesInput');
export const applyCartCode = cartMutation('applyCartCode', 'ApplyCartCodeInput');
export const removeCartCode = cartMutation('removeCartCode', 'RemoveCartCodeInput');
// the last look before the order is placed: what is shown here is what is bought
export const setCartShipping = cartMutation(
  'setCartShipping',
  'SetCartShippingInput',
  cart.replace('email', 'email fingerprint'),
);
export const setCartContact = cartMutation(
  'setCartContact',
  'SetCartContactInput',
  `cart { id version email shippingAddress ${address} billingAddress ${address} totals { total ${money} } }`,
);

export const placeOrder = cartMutation(
  'placeOrder',
  'PlaceOrderInput',
  `order { id number state currency email
    lines { id variantId sku name quantity unitPrice amount ${money} discount ${money} tax ${money} total ${money} }
    discounts { code amount ${money} } shipping { name total ${money} }
    totals { amount ${money} discount ${money} shipping ${money} net ${money} tax ${money} total ${money} }
    payments { provider state amount ${money} } }`,
);

/** All variants, for the ids that a shop's pages would have shown. */
export const everything =
  'query everything($after: String) { products(first: 100, after: $after) { nodes { slug variants { id sku } } pageInfo { hasNextPage endCursor } } }';

export const stockLevels =
  'query stockLevels($id: ID!) { stockLevels(variantIds: [$id]) { locationId onHand pending posted available } }';
export const setStock = `mutation setStock($input: SetStockLevelsInput!) { setStockLevels(input: $input) { stockLevels { available } ${errors} } }`;
