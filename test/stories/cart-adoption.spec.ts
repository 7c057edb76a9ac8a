import { aCustomer, asBearer, goodPassword, signUp, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { aCartWith, lineOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  address,
  adoptCart,
  cartById,
  cartFields,
  currentCart,
  myCarts,
  orderById,
  setCartContact,
  setCartLines,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { statementsOf } from '../support/statements.js';
import { staffOf } from '../support/staff.js';
import type { Headers } from '../support/three-channels.js';

const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`T${String(index)}`, { price: '1.00', stock: 1000 }]));
const shop = usingShop(
  aShop({
    things: { A: { price: '10.00', stock: 1000 }, B: { price: '20.00', stock: 1000 }, FEW: { price: '5.00', stock: 3 }, ...many },
    codes: [{ code: 'TEN', percent: '10', usageLimit: 1000 }],
  }),
);
let sku: Record<string, string>;
let people = 0;

beforeAll(async () => {
  sku = await variantsBySku(shop());
});

const somebody = (): Promise<TestCustomer> => aCustomer(shop(), `buyer-${String(++people)}@example.test`);
const lines = (wanted: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(wanted).map(([name, quantity]) => [String(sku[name]), quantity]));
const guestCart = (wanted: Readonly<Record<string, string>>, more: object = {}) => aCartWith(shop(), lines(wanted), more);
const cartOf = (headers: Headers, wanted: Readonly<Record<string, string>>, more: object = {}) =>
  aCartWith({ ask: (query, variables) => shop().ask(query, variables, headers) }, lines(wanted), more);
const current = (headers: Headers) => shop().ask(currentCart, {}, headers);
const adopt = (headers: Headers, cartId: string, during?: string) =>
  shop().ask(adoptCart, { input: { cartId, during } }, headers);
const adding = (cartId: string, name: string, headers: Headers = {}, operation?: object) =>
  shop().ask(addCartLines, { input: { cartId, operation, lines: [{ variantId: sku[name], quantity: '1' }] } }, headers);
const held = ({ lines: all }: Json) => Object.fromEntries(all.map((line: Json) => [line.sku, line.quantity]));

/** Signs in with a guest's cart in hand: the payload. */
function signInWith(email: string, adopting: string | null, during = 'BROWSING'): Promise<Json> {
  const query = `mutation ($input: SignInCustomerInput!, $adopt: ID, $during: AdoptedDuring) {
    signInCustomer(input: $input) { tokens { accessToken } customer { id } cart(adopt: $adopt, during: $during) { ${cartFields} email }
      userErrors { code } } }`;
  return shop().ask(query, { input: { email, password: goodPassword }, adopt: adopting, during });
}

const kept = async (cartId: string): Promise<Json> => {
  const { rows } = await shop().postgres.database.pool.query(
    'select state, successor_id, customer_id, is_current from cart where id = $1',
    [cartId],
  );
  return rows[0];
};

test('user-asks 49: a merge is one transaction, once for each guest’s cart, and the source is kept as MERGED', async () => {
  const { id, email, headers } = await somebody();
  const all = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`T${String(index)}`, '1']));
  const mine = await cartOf(headers, { A: '1', ...all });
  const guests = await guestCart({ A: '2', B: '1' });
  const { cart, userErrors } = await signInWith(email, guests.id);
  expect(userErrors).toEqual([]);
  expect(cart).toMatchObject({ id: mine.id, version: 2, isCurrent: true });
  expect(held(cart)).toEqual({ A: '3', ...all, B: '1' });
  expect(await kept(guests.id)).toEqual({ state: 'MERGED', successor_id: mine.id, customer_id: id, is_current: false });
  for (let again = 0; again < 3; again++)
    expect((await signInWith(email, guests.id)).cart).toMatchObject({ id: mine.id, version: 2 });
  expect(held((await adopt(headers, guests.id)).cart)).toEqual(held(cart));
  const { rows } = await shop().postgres.database.pool.query(
    `select aggregate_id, payload->>'change' change from outbox where aggregate_id = any($1) and payload->>'change' = 'adopted' order by 1`,
    [[mine.id, guests.id]],
  );
  expect(rows).toEqual([mine.id, guests.id].sort().map((aggregate) => ({ aggregate_id: aggregate, change: 'adopted' })));
});

test('user-asks 49: as many statements for two lines as for seventy', async () => {
  const count = async (wanted: Readonly<Record<string, string>>): Promise<number> => {
    const { headers } = await somebody();
    await cartOf(headers, wanted);
    const guests = await guestCart(wanted);
    await current(headers);
    return (await statementsOf(shop().postgres.database, () => adopt(headers, guests.id))).length;
  };
  const few = await count({ A: '1', B: '1' });
  expect(await count(Object.fromEntries(Object.keys(many).map((name) => [name, '1'])))).toBe(few);
  // the buyer, both carts, the patience, the two writes
  expect(few).toBeLessThanOrEqual(6);
});

test('user-asks 50: nothing that was in either cart is lost, and a set that comes late does not take it away', async () => {
  const { email, headers } = await somebody();
  const phone = (sequence: number) => ({ device: 'the-phone', sequence });
  await cartOf(headers, { A: '3' });
  const guests = await guestCart({});
  await adding(guests.id, 'A', {}, phone(1));
  await adding(guests.id, 'B', {}, phone(2));
  const { cart } = await signInWith(email, guests.id);
  expect(held(cart)).toEqual({ A: '4', B: '1' });
  // what the phone had queued for the guest's cart goes to the customer's, once: of A it knew of the one it had added
  const set = { cartId: guests.id, seenVersion: 3, operation: phone(3), lines: [{ lineId: lineOf(sku['A']), quantity: '5' }] };
  for (let again = 0; again < 2; again++)
    expect((await shop().ask(setCartLines, { input: set }, headers)).cart).toMatchObject({ id: cart.id });
  expect(held(await current(headers))).toEqual({ A: '8', B: '1' });
  // and where its numbers go on under the customer's cart
  expect((await adding(cart.id, 'B', headers, phone(4))).userErrors).toEqual([]);
  expect(held(await current(headers))).toEqual({ A: '8', B: '2' });
});

test('user-asks 51: signing in never fails because of a cart', async () => {
  const { email, headers } = await somebody();
  const other = await somebody();
  const theirs = await cartOf(other.headers, { A: '1' });
  const broken = await guestCart({ A: '1' });
  const placed = await guestCart({ A: '1' }, { email: 'ada@example.test' });
  // an order whose payment was declined
  expect((await place(shop().ask, placed, `declined-${placed.id}`, 'decline')).order.state).toBe('PENDING');
  const { pool } = shop().postgres.database;
  await pool.query(`update cart set content = '{"lines": 7}' where id = $1`, [broken.id]);
  for (const cartId of ['', 'nonsense', 'cart_01J8ZZZZZZZZZZZZZZZZZZZZZZ', theirs.id, broken.id, placed.id]) {
    const { tokens, customer, cart, userErrors } = await signInWith(email, cartId);
    expect([cart, userErrors]).toEqual([null, []]);
    expect(customer.id).not.toBe('');
    expect(await current(asBearer(tokens))).toBeNull();
  }
  expect(await kept(theirs.id)).toMatchObject({ state: 'ACTIVE', customer_id: other.id });

  const locked = await guestCart({ A: '1' });
  const client = await pool.connect();
  await client.query('begin');
  await client.query('select from cart where id = $1 for update', [locked.id]);
  const { cart, userErrors } = await signInWith(email, locked.id);
  await client.query('rollback');
  client.release();
  expect([cart, userErrors]).toEqual([null, []]);
  expect((await adopt(headers, locked.id)).cart).toMatchObject({ id: locked.id, isCurrent: true });
});

test('user-asks 51: what does not fit into the cart is set aside whole', async () => {
  const { email, headers } = await somebody();
  const mine = await cartOf(headers, { A: '1' });
  await shop().postgres.database.pool.query(
    `update cart set content = jsonb_set(content, '{lines,0,2}', '"1000000000"') where id = $1`,
    [mine.id],
  );
  const guests = await guestCart({ A: '1', B: '1' });
  const { cart } = await signInWith(email, guests.id);
  expect(cart).toMatchObject({ id: mine.id });
  const { nodes } = await shop().ask(myCarts, {}, headers);
  expect(nodes.map(({ id, isCurrent }: Json) => [id, isCurrent]).sort()).toEqual(
    [
      [mine.id, true],
      [guests.id, false],
    ].sort(),
  );
  expect(held(nodes.find(({ id }: Json) => id === guests.id))).toEqual({ A: '1', B: '1' });
});

test('user-asks 52: inside the checkout the guest’s cart stays current, the other is set aside and offered', async () => {
  const { email, headers } = await somebody();
  const mine = await cartOf(headers, { B: '1' });
  const guests = await guestCart({ A: '2' }, { email: 'typed@example.test', shippingAddress: address });
  const { cart } = await signInWith(email, guests.id, 'CHECKOUT');
  expect(cart).toMatchObject({ id: guests.id, isCurrent: true, email: 'typed@example.test' });
  expect(held(cart)).toEqual({ A: '2' });
  const { nodes } = await shop().ask(myCarts, {}, headers);
  const aside = nodes.find(({ id }: Json) => id === mine.id);
  expect(aside).toMatchObject({ isCurrent: false, name: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string });
  expect(held(aside)).toEqual({ B: '1' });
});

test('user-asks 52: contact and addresses are not copied across; the customer’s own e-mail address is there', async () => {
  const { email, headers } = await somebody();
  await cartOf(headers, { B: '1' });
  const guests = await guestCart({ A: '1' }, { email: 'other.person@example.test', shippingAddress: address });
  const { cart } = await signInWith(email, guests.id);
  expect(cart.email).toBe(email);
  const whole = await shop().ask('{ currentCart { shippingAddress { name } } }', {}, headers);
  expect(whole).toEqual({ shippingAddress: null });
});

test('user-asks 53: what was a guest’s is the customer’s from the moment of signing in, order included', async () => {
  const { id, email, headers } = await somebody();
  const guests = await guestCart({ A: '1' });
  const { cart, tokens } = await signInWith(email, guests.id);
  expect(cart).toMatchObject({ id: guests.id, isOwned: true, isCurrent: true, email });
  expect(await shop().ask(cartById, { id: guests.id })).toBeNull();
  const { order } = await place((query, variables) => shop().ask(query, variables, asBearer(tokens)), cart, `own-${guests.id}`);
  expect(order.state).toBe('PLACED');
  expect(await shop().ask(orderById, { id: order.id })).toBeNull();
  expect(await shop().ask(orderById, { id: order.id }, headers)).toMatchObject({ id: order.id });
  const { rows } = await shop().postgres.database.pool.query('select customer_id from orders where id = $1', [order.id]);
  expect(rows).toEqual([{ customer_id: id }]);
});

test('who bought as a guest and then signs in finds the cart of before', async () => {
  const { email, headers } = await somebody();
  const before = await cartOf(headers, { B: '1' });
  const guests = await guestCart({ A: '1' }, { email: 'ada@example.test' });
  expect((await place(shop().ask, guests, `guest-${guests.id}`)).order.state).toBe('PLACED');
  const { cart } = await signInWith(email, guests.id);
  expect(cart).toMatchObject({ id: before.id, isCurrent: true });
  expect(held(cart)).toEqual({ B: '1' });
});

test('user-asks 54: a second person who signs in on the device gets nothing of the first one’s', async () => {
  const [first, second] = [await somebody(), await somebody()];
  const guests = await guestCart({ A: '1' });
  await signInWith(first.email, guests.id);
  const { cart } = await signInWith(second.email, guests.id);
  expect(cart).toBeNull();
  expect(await adopt(second.headers, guests.id)).toMatchObject({ cart: null, userErrors: [{ code: 'NOT_FOUND' }] });
  expect(await current(second.headers)).toBeNull();
  expect(held(await current(first.headers))).toEqual({ A: '1' });
  for (const headers of [second.headers, {}])
    expect(await adding(guests.id, 'B', headers)).toMatchObject({ cart: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

test('user-asks 55: the cart goes along with signing in and up, and can be handed in later', async () => {
  const { tokens } = await signUp(shop(), { email: 'later@example.test' });
  const guests = await guestCart({ A: '1' });
  expect(held((await adopt(asBearer(tokens), guests.id)).cart)).toEqual({ A: '1' });
  const another = await guestCart({ B: '1' });
  const query = `mutation ($input: SignUpCustomerInput!, $adopt: ID) { signUpCustomer(input: $input) { cart(adopt: $adopt) { ${cartFields} } } }`;
  const { cart } = await shop().ask(query, { input: { email: 'new@example.test', password: goodPassword }, adopt: another.id });
  expect(cart).toMatchObject({ id: another.id, isCurrent: true });
});

test('user-asks 56: however many devices begin at once there is one cart, and every add is in it', async () => {
  const { headers } = await somebody();
  const begun = await Promise.all(Array.from({ length: 12 }, () => cartOf(headers, { A: '1' })));
  expect(new Set(begun.map(({ id }) => id as string)).size).toBe(1);
  expect(held(await current(headers))).toEqual({ A: '12' });
});

test('a guest’s code is looked at again for the person, and what is too much is a problem, not an error', async () => {
  const { email, headers } = await somebody();
  await cartOf(headers, { FEW: '2' });
  const guests = await guestCart({ FEW: '2', A: '1' }, { codes: ['TEN'] });
  const { done } = staffOf(shop());
  const { nodes } = await shop().ask('{ promotions(first: 10) { nodes { id code } } }', {}, shop().staff);
  await done('archivePromotion', { id: nodes[0].id });
  const { cart } = await signInWith(email, guests.id);
  expect(held(cart)).toEqual({ FEW: '4', A: '1' });
  expect(cart.problems.map(({ code, severity }: Json) => [code, severity])).toEqual([
    ['OUT_OF_STOCK', 'BLOCKING'],
    ['CODE_REFUSED', 'NOTICE'],
  ]);
  expect((await shop().ask(setCartContact, { input: { cartId: cart.id, email } }, headers)).userErrors).toEqual([]);
});
