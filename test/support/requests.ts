/** What stories ask for of a cart. */
export const cartFields = `id version state currency fingerprint codes successorId isOwned isCurrent organizationId name
  lines { id variantId sku name quantity unitPrice { amount entry } amount { amount } discount { amount } net { amount } tax { amount } total { amount } }
  discounts { code amount { amount } } shipping { name total { amount } }
  totals { amount { amount } discount { amount } shipping { amount } net { amount } tax { amount } total { amount currency } }
  problems { code severity lineId facts { name value } }`;

const errors = 'userErrors { code message path facts { name value } }';

export const createCart = `mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const addCartLines = `mutation ($input: AddCartLinesInput!) { addCartLines(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const setCartLines = `mutation ($input: SetCartLinesInput!) { setCartLines(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const removeCartLines = `mutation ($input: RemoveCartLinesInput!) { removeCartLines(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const applyCartCode = `mutation ($input: ApplyCartCodeInput!) { applyCartCode(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const removeCartCode = `mutation ($input: RemoveCartCodeInput!) { removeCartCode(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const setCartContact = `mutation ($input: SetCartContactInput!) { setCartContact(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const setCartShipping = `mutation ($input: SetCartShippingInput!) { setCartShipping(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const cartById = `query ($id: ID!) { cart(id: $id) { ${cartFields} order { id } shippingOptions { id name kind total { amount } } } }`;

/** What stories ask for of an order. */
export const orderFields = `id number state cancelReason cartId placedAt email
  lines { id variantId name quantity unitPrice amount { amount } discount { amount } net { amount } tax { amount } total { amount } }
  totals { net { amount } tax { amount } total { amount currency } } payments { id provider state amount { amount } failureCode }`;

export const placeOrder = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { ${orderFields} } ${errors} } }`;
export const payOrder = `mutation ($input: PayOrderInput!) { payOrder(input: $input) { order { ${orderFields} } ${errors} } }`;
export const cancelOrder = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order { ${orderFields} } ${errors} } }`;
export const capturePayment = `mutation ($input: CapturePaymentInput!) { capturePayment(input: $input) { order { ${orderFields} } ${errors} } }`;
export const orderById = `query ($id: ID!) { order(id: $id) { ${orderFields} } }`;

/** A delivery address that every plan ships to. */
export const address = { name: 'Ada Guest', line1: '1 Test Street', city: 'Berlin', postalCode: '10115', country: 'DE' };

export const adoptCart = `mutation ($input: AdoptCartInput!) { adoptCart(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const currentCart = `{ currentCart { ${cartFields} email } }`;
export const myCarts = `{ carts(first: 10) { nodes { id version isCurrent name lines { sku quantity } } pageInfo { hasNextPage } } }`;
export const makeCartCurrent = `mutation ($input: MakeCartCurrentInput!) { makeCartCurrent(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const renameCart = `mutation ($input: RenameCartInput!) { renameCart(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const deleteCart = `mutation ($input: DeleteCartInput!) { deleteCart(input: $input) { cartId ${errors} } }`;
export const createCartHandoff = `mutation ($input: CreateCartHandoffInput!) { createCartHandoff(input: $input) { handoff { code expiresAt } ${errors} } }`;
export const openCartByCode = `mutation ($input: OpenCartByCodeInput!) { openCartByCode(input: $input) { cart { ${cartFields} } ${errors} } }`;
export const orderByNumber = `query ($number: String!) { orderByNumber(number: $number) { ${orderFields} } }`;
export const myOrders = `{ myOrders { nodes { ${orderFields} } } }`;

/** What stories ask for of a basket that is priced without a cart. */
export const basketFields = `currency country fingerprint rulesVersion at
  lines { id asked variantId sku name quantity unitPrice { amount entry } source { list level } amount { amount } discount { amount }
    discounts { promotionId code amount { amount } } net { amount } tax { amount } total { amount } units { from to total { amount } } }
  discounts { code amount { amount } } shipping { name amount { amount } total { amount } } gifts { variantId quantity }
  refusedCodes { code reason message facts { name value } } taxes { percent base { amount } amount { amount } }
  totals { amount { amount } discount { amount } shipping { amount } net { amount } tax { amount } total { amount currency } }
  problems { code severity lineId facts { name value } }`;

export const priceBasket = `query ($input: PriceBasketInput!) { priceBasket(input: $input) { ${basketFields} } }`;
