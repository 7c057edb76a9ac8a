import type { Json } from './api.js';
import { cartFields } from './requests.js';
import type { TestShop } from './shop.js';
import type { Headers } from './three-channels.js';

const errors = 'userErrors { code message path facts { name value } }';
const withPromise = `${cartFields} promise { promiseId decides expiresAt }`;

/** What stories ask for of a price promise. */
const promiseFields = `id token state audience audienceId channelIds currency country lines { sku quantity net { amount } tax { amount } total { amount } }
  shipping { methodId total { amount } } taxes { percent base { amount } amount { amount } } net { amount } tax { amount } total { amount }
  madeAt expiresAt revokedAt revokeReason madeBy cartId orderIds`;

export const promisePrices = `mutation ($input: PromisePricesInput!) { promisePrices(input: $input) { promise { ${promiseFields} } ${errors} } }`;
export const revokePricePromise = `mutation ($input: RevokePricePromiseInput!) { revokePricePromise(input: $input) { promise { ${promiseFields} } ${errors} } }`;
export const pricePromise = `query ($promise: String!) { pricePromise(promise: $promise) { ${promiseFields} } }`;
export const pricePromises = `query ($state: PricePromiseState, $customerId: ID, $organizationId: ID, $first: Int, $after: String) {
  pricePromises(state: $state, customerId: $customerId, organizationId: $organizationId, first: $first, after: $after) {
    nodes { id state } pageInfo { hasNextPage endCursor } } }`;
export const setCartPromise = `mutation ($input: SetCartPromiseInput!) { setCartPromise(input: $input) { cart { ${withPromise} } ${errors} } }`;
export const cartWithPromise = `query ($id: ID!) { cart(id: $id) { ${withPromise} shippingOptions { id name total { amount } } } }`;
const createPromisedCart = `mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { ${withPromise} } ${errors} } }`;

/** Promises what a cart costs, which must go well. */
export async function promiseOf(
  { ask }: Pick<TestShop, 'ask'>,
  cartId: string,
  more: object = {},
  headers: Headers = {},
): Promise<Json> {
  const { promise, userErrors } = await ask(promisePrices, { input: { cartId, ...more } }, headers);
  expect(userErrors).toEqual([]);
  return promise;
}

/** A cart that begins with what was promised, ready to be placed. */
export async function promisedCart(
  { ask }: Pick<TestShop, 'ask'>,
  promise: string,
  headers: Headers = {},
  more: object = {},
): Promise<Json> {
  const { cart, userErrors } = await ask(createPromisedCart, { input: { promise, email: 'ada@example.test', ...more } }, headers);
  expect(userErrors).toEqual([]);
  return cart;
}

/** A cart's problems with their facts. */
export function problemsOf({ problems }: Json): Json[] {
  return problems.map(({ code: problem, severity, facts }: Json) => ({
    ...{ problem, severity },
    ...Object.fromEntries(facts.map(({ name, value }: Json) => [name, value])),
  }));
}

/** An instant so many hours from now, as the API takes it. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
