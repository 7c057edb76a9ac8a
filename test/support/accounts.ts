import type { Json } from './api.js';
import type { TestShop } from './shop.js';

/** What is asked of the API in tests of accounts. */
type Asking = Pick<TestShop, 'ask'>;

const payload =
  'tokens { accessToken expiresAt refreshToken } customer { id email name version } userErrors { code path facts { name value } }';

/** A password that may be one. */
export const goodPassword = 'correct horse battery';

/** Signs a customer up: the payload. */
export function signUp({ ask }: Asking, input: object): Promise<Json> {
  return ask(`mutation ($input: SignUpCustomerInput!) { signUpCustomer(input: $input) { ${payload} } }`, {
    input: { password: goodPassword, ...input },
  });
}

/** Tries to sign a customer in: the payload. */
export function signIn({ ask }: Asking, email: string, password = goodPassword, headers = {}): Promise<Json> {
  const query = `mutation ($input: SignInCustomerInput!) { signInCustomer(input: $input) { ${payload} } }`;
  return ask(query, { input: { email, password } }, headers);
}

/** Asks for new tokens: the payload. */
export function refresh({ ask }: Asking, refreshToken: string): Promise<Json> {
  const query = `mutation ($input: RefreshSessionInput!) {
    refreshSession(input: $input) { tokens { accessToken refreshToken } userErrors { code path } } }`;
  return ask(query, { input: { refreshToken } });
}

/** The headers of whoever has been given these tokens. */
export function asBearer({ accessToken }: Json): Record<string, string> {
  return { authorization: `Bearer ${String(accessToken)}` };
}

/** A customer who has just signed up. */
export interface TestCustomer {
  readonly id: string;
  readonly email: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly refreshToken: string;
}

/** Signs up somebody of this e-mail address and says how it asks from then on. */
export async function aCustomer(shop: Asking, email: string): Promise<TestCustomer> {
  const { tokens, customer, userErrors } = await signUp(shop, { email });
  expect(userErrors).toEqual([]);
  return { id: customer.id, email: customer.email, headers: asBearer(tokens), refreshToken: tokens.refreshToken };
}

/** A secret key that may do just this: its headers. */
export async function aStaffKey(
  shop: Pick<TestShop, 'ask' | 'staff'>,
  ...permissions: string[]
): Promise<Record<string, string>> {
  const { secret } = await aKey(shop, { kind: 'SECRET', permissions });
  return { authorization: `Bearer ${secret}` };
}

/** A key: its id and its secret. */
export async function aKey(
  { ask, staff }: Pick<TestShop, 'ask' | 'staff'>,
  input: object,
): Promise<{ id: string; secret: string }> {
  const query = 'mutation ($input: CreateKeyInput!) { createKey(input: $input) { key { id } secret userErrors { code path } } }';
  const { key, secret, userErrors } = await ask(query, { input: { name: 'test', ...input } }, staff);
  expect(userErrors).toEqual([]);
  return { id: key.id, secret };
}
