import { defaultConventions } from '#engine';
import type { Json } from '../support/api.js';
import { aShop } from '../support/plan.js';
import { redisUrl } from '../support/redis.js';
import { startReplicas, type Replica, type Replicas } from '../support/replicas.js';
import { cartById, createCart, placeOrder } from '../support/requests.js';
import { variantsBySku } from '../support/carts.js';
import { staffOf, within } from '../support/staff.js';

// 1.50 net at 19 % bears 0.285, three of them 0.855: each way of rounding gives other amounts
const plan = {
  ...aShop({ things: { A: { price: '1.50', stock: 100 } } }),
  lists: [{ code: 'eur', currency: 'EUR', entry: 'NET' }],
} as const;
const taxes = { HALF_UP: ['0.29', '0.86'], HALF_EVEN: ['0.28', '0.86'], HALF_DOWN: ['0.28', '0.85'] } as const;

let replicas: Replicas;
let here: Replica;
let there: Replica;
let variantId: string;

beforeAll(async () => {
  replicas = await startReplicas({ plan, redisUrl: redisUrl() });
  const [first, second] = replicas.apis;
  if (!first || !second) throw new Error('two were asked for');
  [here, there] = [first, second];
  variantId = String((await variantsBySku(here))['A']);
}, 60_000);

afterAll(async () => {
  await replicas.close();
});

const staff = () => staffOf({ ask: here.ask, staff: replicas.staff });
const inChannel = (code: string) => ({ 'x-channel': code });

async function aChannel(code: string, more: object = {}): Promise<string> {
  const [web] = await here.ask('{ channels { legalEntityId locationIds } }', {}, replicas.staff);
  const like = { kind: 'TILL', currencies: ['EUR'], locales: ['en'], country: 'DE', paymentProviders: ['manual'] };
  return (await staff().done('createChannel', { code, name: code, ...like, ...web, ...more }, 'channel { id }')).channel.id;
}

/** The tax of one and of three, in new carts of a channel. */
async function taxesIn(replica: Replica, code: string): Promise<string[]> {
  const taxOf = async (quantity: string): Promise<string> => {
    const { cart } = await replica.ask(createCart, { input: { lines: [{ variantId, quantity }] } }, inChannel(code));
    return cart.totals.tax.amount;
  };
  return [await taxOf('1'), await taxOf('3')];
}

const grossIn = async (replica: Replica, code: string): Promise<string> => {
  const { variants } = await replica.ask(
    '{ product(slug: "a") { variants { price { gross { amount } } } } }',
    {},
    inChannel(code),
  );
  return variants[0].price.gross.amount;
};

test.each(['HALF_UP', 'HALF_EVEN', 'HALF_DOWN'] as const)(
  'a channel that rounds %s has the amounts of that',
  async (rounding) => {
    const code = rounding.toLowerCase().replace('_', '-');
    await aChannel(code, { conventions: { rounding } });
    for (const replica of [here, there]) {
      const isKnown = async () => (await taxesIn(replica, code)).join() === taxes[rounding].join();
      expect(await within(1500, async () => isKnown().catch(() => false))).toBe(true);
      expect(await grossIn(replica, code)).toBe(rounding === 'HALF_UP' ? '1.79' : '1.78');
      expect(await taxesIn(replica, 'web')).toEqual(taxes.HALF_UP);
    }
  },
);

test('another convention is known to every process within a second, and an order keeps those it was priced by', async () => {
  const id = await aChannel('changing');
  expect(
    await within(1500, async () =>
      taxesIn(there, 'changing').then(
        () => true,
        () => false,
      ),
    ),
  ).toBe(true);
  const lines = [{ variantId, quantity: '1' }];
  const input = { lines, email: 'ada@example.test' };
  const { cart } = await there.ask(createCart, { input }, inChannel('changing'));
  expect(cart.totals.total.amount).toBe('1.79');
  await staff().done('updateChannel', { id, conventions: { rounding: 'HALF_EVEN' } });
  const seen = async (): Promise<Json> => there.ask(cartById, { id: cart.id }, inChannel('changing'));
  expect(await within(1500, async () => (await seen()).totals.total.amount === '1.78')).toBe(true);
  expect(await grossIn(there, 'changing')).toBe('1.78');

  const { fingerprint } = await seen();
  const shown = { total: '1.78', fingerprint };
  const placing = { cartId: cart.id, shown, payment: { provider: 'manual' }, idempotencyKey: 'even' };
  const { order, userErrors } = await there.ask(placeOrder, { input: placing }, inChannel('changing'));
  expect(userErrors).toEqual([]);
  expect(order.totals).toMatchObject({ net: { amount: '1.50' }, tax: { amount: '0.28' }, total: { amount: '1.78' } });
  const { rows } = await replicas.postgres.database.pool.query('select inputs->$2->$3 conventions from orders where id = $1', [
    order.id,
    'rules',
    'conventions',
  ]);
  expect(rows).toEqual([{ conventions: { ...defaultConventions, rounding: 'HALF_EVEN' } }]);
});
