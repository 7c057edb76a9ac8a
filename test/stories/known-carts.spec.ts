import { demoShop } from '../../apps/seed/demo-shop.js';
import { aCartWith, lineOf, trailOf, variantsBySku } from '../support/carts.js';
import { startReplicas, type Replica, type Replicas } from '../support/replicas.js';
import { addCartLines, cartById, setCartContact, setCartLines } from '../support/requests.js';
import { staffOf } from '../support/staff.js';
import { statementsOf } from '../support/statements.js';
import type { Json } from '../support/api.js';

const products = ['POT', 'PAN', 'LID'].map((sku) => ({
  slug: sku.toLowerCase(),
  name: { en: sku },
  description: { en: '' },
  categories: [],
  variants: [{ sku, stock: 10, prices: { eur: [['0', '10.00']] as const, usd: [] } }],
}));

let replicas: Replicas;
let one: Replica;
let other: Replica;
let variants: Record<string, string>;

beforeAll(async () => {
  replicas = await startReplicas({ plan: { ...demoShop, products } });
  [one, other] = replicas.apis as [Replica, Replica];
  variants = await variantsBySku(one);
}, 60_000);
afterAll(() => replicas.close());

const variant = (sku: string): string => variants[sku] ?? '';
const staffAt = (replica: Replica) => staffOf({ ask: replica.ask, staff: replicas.staff });
const add = (replica: Replica, cartId: string, sku: string, quantity: string): Promise<Json> =>
  replica.ask(addCartLines, { input: { cartId, lines: [{ variantId: variant(sku), quantity }] } });
const setLine = async (replica: Replica, { id, version }: Json, sku: string, quantity: string): Promise<Json> =>
  replica.ask(setCartLines, { input: { cartId: id, seenVersion: version, lines: [{ lineId: lineOf(variant(sku)), quantity }] } });
const sentFor = (work: () => Promise<unknown>): Promise<string[]> => statementsOf(replicas.postgres.database, work);
const ofCarts = (sent: readonly string[]): number =>
  sent.filter((text) => /(update|from|join) (cart|variant) /.test(text)).length;

test('what a process knows of a cart it changes in one statement, and with what is new in it in two', async () => {
  const { id } = await aCartWith(one, { [variant('POT')]: '1' });
  expect(ofCarts(await sentFor(() => add(one, id, 'POT', '1')))).toBe(1);
  expect(ofCarts(await sentFor(() => setLine(one, { id, version: 2 }, 'POT', '5')))).toBe(1);
  expect(ofCarts(await sentFor(() => one.ask(setCartContact, { input: { cartId: id, email: 'ada@example.test' } })))).toBe(1);
  expect(ofCarts(await sentFor(() => add(one, id, 'PAN', '2')))).toBe(2);
  const cart = await other.ask(cartById, { id });
  expect(cart.lines.map(({ sku, quantity }: Json) => [sku, quantity])).toEqual([
    ['POT', '5'],
    ['PAN', '2'],
  ]);
  expect((await trailOf(replicas, id)).operations).toHaveLength(5);
});

test('what another process did to the cart is in what this one makes of it', async () => {
  const { id } = await aCartWith(one, { [variant('POT')]: '1' });
  await add(other, id, 'PAN', '3');
  const { cart, userErrors } = await add(one, id, 'POT', '1');
  expect(userErrors).toEqual([]);
  expect([cart.version, cart.lines.map(({ sku, quantity }: Json) => [sku, quantity])]).toEqual([
    3,
    [
      ['POT', '2'],
      ['PAN', '3'],
    ],
  ]);
});

test('a price that another process has changed is in the next answer', async () => {
  const { id } = await aCartWith(one, { [variant('LID')]: '1' });
  await staffAt(other).setPrice('eur', variant('LID'), '12.50');
  const { cart } = await add(one, id, 'LID', '1');
  expect([cart.lines[0].unitPrice.amount, cart.lines[0].amount.amount]).toEqual(['12.50', '25.00']);
  await staffAt(other).setPrice('eur', variant('LID'), '13.00');
  expect((await add(one, id, 'PAN', '1')).cart.lines[0].amount.amount).toBe('26.00');
});

test('neither a refusal nor a consent comes from stock that was known before', async () => {
  const begun = await aCartWith(one, { [variant('PAN')]: '2' });
  await staffAt(other).setStock(variant('PAN'), '3');
  const refused = await setLine(one, begun, 'PAN', '4');
  expect(refused.userErrors).toEqual([
    expect.objectContaining({ code: 'OUT_OF_STOCK', facts: expect.arrayContaining([{ name: 'available', value: '3' }]) }),
  ]);
  expect((await setLine(one, begun, 'PAN', '3')).userErrors).toEqual([]);
  await staffAt(other).setStock(variant('PAN'), '20');
  const { cart, userErrors } = await setLine(one, { ...begun, version: 2 }, 'PAN', '15');
  expect(userErrors).toEqual([]);
  expect(cart.lines[0].quantity).toBe('15');
});

test('an operation that comes twice counts once, in the process that knows the cart too', async () => {
  const { id } = await aCartWith(one, { [variant('POT')]: '1' });
  const lines = [{ variantId: variant('POT'), quantity: '1' }];
  const stamped = { input: { cartId: id, lines, operation: { device: 'phone-of-ada', sequence: 1 } } };
  for (const replica of [one, one, other, one]) {
    const { cart } = await replica.ask(addCartLines, stamped);
    expect([cart.version, cart.lines[0].quantity]).toEqual([2, '2']);
  }
});

test('twenty changes at once through both processes all count', async () => {
  const { id } = await aCartWith(one, { [variant('LID')]: '1' });
  await staffAt(one).setStock(variant('LID'), '50');
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => add(index % 2 ? one : other, id, 'LID', '1')));
  expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  expect((await one.ask(cartById, { id })).lines[0].quantity).toBe('21');
});
