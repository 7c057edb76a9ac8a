import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'graphql-ws';
import { newId } from '#platform/ids';
import type { Json } from '../support/api.js';
import { aCustomer } from '../support/accounts.js';
import { aReadyCart, place } from '../support/buyer.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { aLiveClient, hear, type Heard } from '../support/live.js';
import { aShop } from '../support/plan.js';
import { redisUrl } from '../support/redis.js';
import { startReplicas, type Replica, type Replicas } from '../support/replicas.js';
import { addCartLines, createCart, setCartLines } from '../support/requests.js';
import { staffOf } from '../support/staff.js';

const plan = aShop({ things: { MUG: { price: '10.00', stock: 100 }, CUP: { price: '5.00', stock: 10 } } });
const cartChanged = `subscription ($cartId: ID!, $after: String) {
  cartChanged(cartId: $cartId, after: $after) { cursor change cart { id version state successorId lines { quantity } totals { total { amount } } order { id } } } }`;
const orderChanged = `subscription ($orderId: ID!, $after: String) {
  orderChanged(orderId: $orderId, after: $after) { cursor order { state payments { state } } } }`;
const stockChanged = `subscription ($variantIds: [ID!]!, $after: String) {
  stockChanged(variantIds: $variantIds, after: $after) { cursor variants { variantId locations { available } } } }`;

const redis = redisUrl();
const grounds = [['without Redis', undefined], ...(redis === undefined ? [] : [['with Redis', redis] as const])] as const;

describe.each(grounds)('on two replicas %s', (_ground, url) => {
  let shop: Replicas;
  let a: Replica;
  let b: Replica;
  let mug: string;
  let cup: string;
  const clients: Client[] = [];

  /** Follows through a replica, as a device of its own. */
  const follow = (replica: Replica, query: string, variables: object, headers = {}): Heard => {
    const client = aLiveClient(replica.url, headers);
    clients.push(client);
    return hear(client, query, { ...variables });
  };
  const add = async (replica: Replica, cartId: string, variantId: string, quantity = '1'): Promise<Json> => {
    const { cart, userErrors } = await replica.ask(addCartLines, { input: { cartId, lines: [{ variantId, quantity }] } });
    expect(userErrors).toEqual([]);
    return cart;
  };
  const changeOf = async (heard: Heard, ms?: number): Promise<Json> => (await heard.next(ms)).data.cartChanged;

  beforeAll(async () => {
    shop = await startReplicas({ plan, redisUrl: url, environment: { LIVE_CHECK_SECONDS: '1' } });
    const [first, second] = shop.apis;
    if (!first || !second) throw new Error('there are two');
    [a, b] = [first, second];
    const ids = await variantsBySku(a);
    [mug, cup] = [ids['MUG'] ?? '', ids['CUP'] ?? ''];
  }, 60_000);

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
  });

  afterAll(() => shop.close());

  test('what one device does, every other one hears within a second, through any replica', async () => {
    const { id: cartId } = await aCartWith(a, { [mug]: '1' });
    const devices = [a, a, b, b, b].map((replica) => follow(replica, cartChanged, { cartId }));
    for (const device of devices)
      expect(await changeOf(device)).toMatchObject({
        change: 'PRESENT',
        cart: { id: cartId, version: 1, lines: [{ quantity: '1' }] },
      });
    const began = performance.now();
    await add(b, cartId, mug, '2');
    const heard = await Promise.all(devices.map((device) => changeOf(device)));
    expect(performance.now() - began).toBeLessThan(1000);
    for (const change of heard)
      expect(change).toMatchObject({
        change: 'CHANGED',
        cart: { version: 2, lines: [{ quantity: '3' }], totals: { total: { amount: '30.00' } } },
      });
    expect(new Set(heard.map(({ cursor }) => cursor)).size).toBe(1);
    // once each, and nothing else
    for (const rest of await Promise.all(devices.map((device) => device.during(1200)))) expect(rest).toEqual([]);
  });

  test('a burst of changes is told as the newest cart', async () => {
    const { id: cartId } = await aCartWith(a, { [cup]: '1' });
    const device = follow(b, cartChanged, { cartId });
    await changeOf(device);
    for (let i = 0; i < 8; i++) await add(a, cartId, mug);
    const told = (await device.during(1500)).map(({ data }) => data.cartChanged.cart.version);
    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)).toBe(9);
    expect(told).toEqual([...new Set(told)].sort((one, other) => one - other));
  });

  test('after a break a device goes on at its cursor on another replica: what it missed is one state, and nothing is told twice', async () => {
    const { id: cartId } = await aCartWith(a, { [mug]: '1' });
    const before = follow(a, cartChanged, { cartId });
    const { cursor } = await changeOf(before);
    await clients[0]?.dispose();
    await add(a, cartId, mug);
    await add(b, cartId, cup);
    const after = follow(b, cartChanged, { cartId, after: cursor });
    const missed = await changeOf(after);
    expect(missed).toMatchObject({ change: 'PRESENT', cart: { version: 3, totals: { total: { amount: '25.00' } } } });
    const again = follow(a, cartChanged, { cartId, after: missed.cursor });
    expect(await again.during(1500)).toEqual([]);
    await add(a, cartId, mug);
    expect(await changeOf(again)).toMatchObject({ change: 'CHANGED', cart: { version: 4 } });
    expect(await changeOf(after)).toMatchObject({ change: 'CHANGED', cart: { version: 4 } });
  });

  test('who cannot read it is told that it is not there', async () => {
    const { id } = await aCartWith(a, { [mug]: '1' });
    for (const cartId of [newId('cart'), `${id}x`, 'nonsense']) {
      const stranger = follow(b, cartChanged, { cartId });
      expect(await stranger.ended).toEqual([
        { message: 'there is no such cart', extensions: { code: 'NOT_FOUND', path: ['cartId'], facts: {} } },
      ]);
    }
  });

  test('a customer’s cart is told to the customer alone, on every device, until the session is over', async () => {
    const ada = await aCustomer(a, `ada-live-${url ? 'redis' : 'plain'}@example.test`);
    const eve = await aCustomer(a, `eve-live-${url ? 'redis' : 'plain'}@example.test`);
    const input = { lines: [{ variantId: mug, quantity: '1' }] };
    const { cart } = await a.ask(createCart, { input }, ada.headers);
    for (const headers of [{}, eve.headers]) {
      const stranger = follow(b, cartChanged, { cartId: cart.id }, headers);
      expect(await stranger.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    const phone = follow(b, cartChanged, { cartId: cart.id }, ada.headers);
    expect(await changeOf(phone)).toMatchObject({ cart: { id: cart.id, version: 1 } });
    const change = { input: { cartId: cart.id, lines: [{ variantId: cup, quantity: '1' }] } };
    expect((await a.ask(addCartLines, change, ada.headers)).userErrors).toEqual([]);
    expect(await changeOf(phone)).toMatchObject({ cart: { version: 2 } });
    const signOut = 'mutation ($input: SignOutInput!) { signOut(input: $input) { userErrors { code } } }';
    await a.ask(signOut, { input: { refreshToken: ada.refreshToken } }, ada.headers);
    expect(await phone.ended).toMatchObject({ code: 4403 });
  });

  test('a cart that becomes an order says so, then who goes on after it, and ends', async () => {
    const cart = await aReadyCart(a.ask, { lines: { [mug]: '1' } });
    const device = follow(b, cartChanged, { cartId: cart.id });
    await changeOf(device);
    const { order } = await place(a.ask, cart, `live-order-${url ?? 'none'}`);
    expect(await changeOf(device)).toMatchObject({
      change: 'CONVERTED',
      cart: { state: 'CONVERTED', successorId: null, order: { id: order.id } },
    });
    const next = await add(a, cart.id, cup);
    expect(await changeOf(device)).toMatchObject({ change: 'CONVERTED', cart: { id: cart.id, successorId: next.id } });
    expect(await device.ended).toBeNull();
  });

  test('whether a payment came through is heard without asking', async () => {
    const cart = await aReadyCart(a.ask, { lines: { [mug]: '1' } });
    const { order } = await place(a.ask, cart, `live-declined-${url ?? 'none'}`, 'decline');
    const device = follow(b, orderChanged, { orderId: order.id });
    const first = (await device.next()).data.orderChanged;
    expect(first.order).toEqual({ state: 'PENDING', payments: [{ state: 'FAILED' }] });
    const pay = 'mutation ($input: PayOrderInput!) { payOrder(input: $input) { order { id } userErrors { code } } }';
    const input = {
      orderId: order.id,
      payment: { provider: 'sandbox', instrument: 'approve' },
      idempotencyKey: `live-second-try-${url ?? 'none'}`,
    };
    expect((await a.ask(pay, { input })).userErrors).toEqual([]);
    let last: Json = first;
    while (last.order.state === 'PENDING') last = (await device.next(2000)).data.orderChanged;
    expect(last.order).toEqual({ state: 'PLACED', payments: [{ state: 'FAILED' }, { state: 'CAPTURED' }] });
    const again = follow(a, orderChanged, { orderId: order.id, after: last.cursor });
    expect(await again.during(500)).toEqual([]);
  });

  test('stock that is sold or counted is told to who shows it, of each variant the newest', async () => {
    const shelf = follow(b, stockChanged, { variantIds: [mug, cup] });
    const first = (await shelf.next()).data.stockChanged;
    expect(first.variants.map(({ variantId }: Json) => variantId).sort()).toEqual([mug, cup].sort());
    const staff = staffOf({ ask: a.ask, staff: shop.staff });
    await staff.setStock(cup, '7');
    const second = (await shelf.next()).data.stockChanged;
    expect(second.variants).toEqual([{ variantId: cup, locations: [{ available: '7' }] }]);
    const cart = await aReadyCart(a.ask, { lines: { [cup]: '2' } });
    await place(a.ask, cart, `live-stock-${url ?? 'none'}`);
    const third = (await shelf.next()).data.stockChanged;
    expect(third.variants).toEqual([{ variantId: cup, locations: [{ available: '5' }] }]);
    // who comes back with the first cursor is told of the cups alone
    const back = follow(a, stockChanged, { variantIds: [mug, cup], after: first.cursor });
    expect((await back.next()).data.stockChanged.variants).toEqual(third.variants);
  });

  test('queries and mutations are answered on the same connection', async () => {
    const { id: cartId } = await aCartWith(a, { [mug]: '1' });
    const device = follow(b, setCartLines.replace('mutation', 'mutation Set'), {
      input: { cartId, lines: [{ lineId: mug.replace('var_', 'line_'), quantity: '4' }], seenVersion: 1 },
    });
    const { data, errors } = await device.next();
    expect([errors, data.setCartLines.cart.totals.total.amount]).toEqual([undefined, '40.00']);
    expect(await device.ended).toBeNull();
  });

  test('without a worker a change is heard all the same, within about a second', async () => {
    const { id: cartId } = await aCartWith(a, { [mug]: '1' });
    const device = follow(b, cartChanged, { cartId });
    await changeOf(device);
    await shop.stopWorker();
    await pause(100);
    await add(a, cartId, mug);
    expect(await changeOf(device, 2500)).toMatchObject({ change: 'CHANGED', cart: { version: 2 } });
  });
});
