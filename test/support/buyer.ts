import type { Json } from './api.js';
import { address, createCart, placeOrder, setCartShipping } from './requests.js';

/** How a buyer reaches the shop: the data of one root field. */
export type Ask = (query: string, variables?: object) => Promise<Json>;

/** What to buy: quantities by variant id, and how. */
export interface Wish {
  readonly lines: Readonly<Record<string, string>>;
  readonly code?: string;
  /** A shipping method's id; none: nothing has to be shipped. */
  readonly shippingMethodId?: string;
}

/** A cart that can be placed as it is. */
export async function aReadyCart(ask: Ask, { lines, code, shippingMethodId }: Wish): Promise<Json> {
  const wanted = Object.entries(lines).map(([variantId, quantity]) => ({ variantId, quantity }));
  const contact = { email: 'ada@example.test', shippingAddress: address };
  const made = await ask(createCart, { input: { lines: wanted, ...contact, ...(code && { codes: [code] }) } });
  expect(made.userErrors).toEqual([]);
  if (!shippingMethodId) return made.cart;
  const shipped = await ask(setCartShipping, { input: { cartId: made.cart.id, shippingMethodId } });
  expect(shipped.userErrors).toEqual([]);
  return shipped.cart;
}

/** The input that places the cart as it was shown. */
export function placing(cart: Json, key: string, instrument = 'approve', provider = 'sandbox'): Json {
  return {
    cartId: cart.id,
    shown: { total: cart.totals.total.amount, fingerprint: cart.fingerprint },
    payment: { provider, instrument },
    idempotencyKey: key,
  };
}

/** Places the cart as it was shown. */
export function place(ask: Ask, cart: Json, key: string, instrument = 'approve', provider = 'sandbox'): Promise<Json> {
  return ask(placeOrder, { input: placing(cart, key, instrument, provider) });
}

/** The only error of an answer, its facts as an object. */
export function onlyError({ userErrors }: Json): Json {
  expect(userErrors).toHaveLength(1);
  const [{ facts, ...error }] = userErrors;
  return { ...error, facts: Object.fromEntries(facts.map(({ name, value }: Json) => [name, value])) };
}
