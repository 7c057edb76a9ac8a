import { setTimeout as pause } from 'node:timers/promises';
import { aCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { onlyError, place } from '../support/buyer.js';
import { aCartWith, changesOf, keptOfCarts, lineOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  adoptCart,
  cartFields,
  cartById,
  createCart,
  orderById,
  priceBasket,
  setCartContact,
  setCartLines,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';

const shop = usingShop(
  aShop({
    things: {
      SHOES: { price: '60.00', stock: 1000 },
      SOCKS: { price: '5.00', stock: 1000 },
      MUG: { price: '9.99', stock: 100 },
      CUP: { price: '4.00', stock: 3 },
      BOX: { price: '7.00', stock: 10, shipped: true },
    },
  }),
);
let sku: Record<string, string>;
const gifts: Record<string, string> = {};
const change = changesOf(shop);

const giftFields = 'gift { promotionId name }';
const fields = `${cartFields.replace('lines { id', `lines { ${giftFields} id`)}
  gifts { promotionId name variantId quantity included isDeclined }`;
const seen = (query: string): string => query.replace(cartFields, fields);
const setCartGift = `mutation ($input: SetCartGiftInput!) { setCartGift(input: $input) { cart { ${fields} }
  userErrors { code message path facts { name value } } } }`;

async function aGift(name: string, variant: string, more: object = {}, quantity = 1): Promise<void> {
  const action = { type: 'gift', variantId: sku[variant], quantity };
  const { promotion } = await staffOf(shop()).done('createPromotion', { name, action, ...more }, 'promotion { id }');
  gifts[name] = promotion.id;
}

beforeAll(async () => {
  sku = await variantsBySku(shop());
  const from = (EUR: string) => ({ conditions: [{ type: 'minimum_amount', amounts: { EUR } }] });
  await aGift('A mug from 60', 'MUG', from('60.00'));
  await aGift('Two cups', 'CUP', { codes: ['CUPS'] }, 2);
  await aGift('A box', 'BOX', { codes: ['BOX'] });
  // a gift is worth nothing to other promotions, or this would apply to shoes with a mug
  const two = [{ type: 'minimum_quantity', quantity: '2' }];
  const action = { type: 'percent_off_order', percent: '50' };
  await staffOf(shop()).done('createPromotion', { name: 'Half', codes: ['HALF'], conditions: two, action });
  // what staff have changed is known within a second
  await pause(1000);
});

const wanted = (lines: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(lines).map(([name, quantity]) => [String(sku[name]), quantity]));
const cartWith = (lines: Readonly<Record<string, string>>, more: object = {}) => aCartWith(shop(), wanted(lines), more);
const read = (id: string): Promise<Json> => shop().ask(seen(cartById), { id });
const held = ({ lines }: Json) =>
  lines.map((line: Json) => [line.sku, line.quantity, line.total.amount, line.gift?.name ?? null]);
const statements = (work: () => Promise<unknown>) => countStatements(shop().postgres.database, work);

test('a gift is put in as long as its conditions hold, for every device', async () => {
  const { id } = await cartWith({ SOCKS: '1' });
  expect(held(await read(id))).toEqual([['SOCKS', '1', '5.00', null]]);
  const add = { cartId: id, lines: [{ variantId: sku['SHOES'], quantity: '1' }] };
  const given = await change(seen(addCartLines), add);
  expect(held(given)).toEqual([
    ['SOCKS', '1', '5.00', null],
    ['SHOES', '1', '60.00', null],
    ['MUG', '1', '0.00', 'A mug from 60'],
  ]);
  expect(given).toMatchObject({ totals: { total: { amount: '65.00' }, discount: { amount: '9.99' } }, problems: [] });
  expect(given.lines[2]).toMatchObject({ id: gifts['A mug from 60']?.replace('promo_', 'gift_'), amount: { amount: '9.99' } });
  const again = await read(id);
  expect(again).toEqual({ ...given, order: null, shippingOptions: [] });
  const less = await change(seen(setCartLines), {
    cartId: id,
    seenVersion: again.version,
    lines: [{ lineId: lineOf(sku['SHOES']), quantity: '0' }],
  });
  expect([held(less), less.gifts]).toEqual([[['SOCKS', '1', '5.00', null]], []]);
});

test('it may be declined and taken back; what is given to nobody may not', async () => {
  const { id } = await cartWith({ SHOES: '1' });
  const promotionId = gifts['A mug from 60'];
  const declined = await change(setCartGift, { cartId: id, promotionId, wanted: false });
  expect(held(declined)).toEqual([['SHOES', '1', '60.00', null]]);
  expect(declined.gifts).toMatchObject([{ promotionId, quantity: '1', included: '0', isDeclined: true }]);
  expect(declined.problems).toEqual([]);
  expect((await read(id)).gifts).toEqual(declined.gifts);
  const back = await change(setCartGift, { cartId: id, promotionId, wanted: true });
  expect(held(back)[1]).toEqual(['MUG', '1', '0.00', 'A mug from 60']);
  const before = await keptOfCarts(shop());
  for (const other of [gifts['Two cups'], 'nonsense']) {
    const input = { cartId: id, promotionId: other, wanted: false };
    expect(onlyError(await shop().ask(setCartGift, { input }))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'promotionId'],
    });
  }
  expect(await keptOfCarts(shop())).toEqual(before);
});

test('what is bought already is free there, and what there is too little of is told', async () => {
  const own = await read((await cartWith({ SHOES: '1', MUG: '2' })).id);
  expect(held(own)).toEqual([
    ['SHOES', '1', '60.00', null],
    ['MUG', '2', '9.99', null],
  ]);
  expect(own.gifts).toMatchObject([{ quantity: '1', included: '1', isDeclined: false }]);
  // of the two that are promised one is bought, so that one is put in
  const some = await read((await cartWith({ SOCKS: '1', CUP: '1' }, { codes: ['CUPS'] })).id);
  expect(held(some).slice(1)).toEqual([
    ['CUP', '1', '0.00', null],
    ['CUP', '1', '0.00', 'Two cups'],
  ]);
  const all = await read((await cartWith({ SOCKS: '1', CUP: '3' }, { codes: ['CUPS'] })).id);
  expect(held(all).slice(1)).toEqual([['CUP', '3', '4.00', null]]);
  await staffOf(shop()).setStock(String(sku['CUP']), '1');
  const few = await read((await cartWith({ SOCKS: '1' }, { codes: ['CUPS'] })).id);
  expect(held(few)[1]).toEqual(['CUP', '1', '0.00', 'Two cups']);
  expect(few.problems).toMatchObject([{ code: 'GIFT_UNAVAILABLE', severity: 'NOTICE', lineId: null }]);
  expect(few.problems[0].facts).toContainEqual({ name: 'included', value: '1' });
  const digital = await read((await cartWith({ SOCKS: '1' }, { codes: ['BOX'] })).id);
  expect([held(digital).length, digital.problems[0].code]).toEqual([1, 'GIFT_UNAVAILABLE']);
});

test('it counts for no other promotion', async () => {
  const cart = await read((await cartWith({ SHOES: '1' }, { codes: ['HALF'] })).id);
  expect(cart.totals.total.amount).toBe('60.00');
  expect(held(cart)).toHaveLength(2);
});

test('a basket without a cart comes to the same', async () => {
  const cart = await cartWith({ SHOES: '1' });
  const query = priceBasket.replace('lines { id', `lines { ${giftFields} id`);
  const basket = await shop().ask(query, { input: { lines: [{ variantId: sku['SHOES'], quantity: '1' }] } });
  expect(basket.fingerprint).toBe((await read(cart.id)).fingerprint);
  expect(held(basket)).toEqual(held(await read(cart.id)));
  expect(basket.lines[1]).toMatchObject({ asked: [], source: { list: 'eur' } });
});

test('a guest’s wish goes with the cart to the customer', async () => {
  const { headers } = await aCustomer(shop(), 'gifts@example.test');
  await shop().ask(createCart, { input: { lines: [{ variantId: sku['SHOES'], quantity: '1' }] } }, headers);
  const guest = await cartWith({ SHOES: '1', SOCKS: '1' }, { codes: ['CUPS'] });
  await change(setCartGift, { cartId: guest.id, promotionId: gifts['A mug from 60'], wanted: false });
  const { cart } = await shop().ask(seen(adoptCart), { input: { cartId: guest.id } }, headers);
  expect(held(cart)).toEqual([
    ['SHOES', '2', '120.00', null],
    ['SOCKS', '1', '5.00', null],
    ['CUP', '1', '0.00', 'Two cups'],
  ]);
  expect(cart.gifts.map(({ isDeclined }: Json) => isDeclined).toSorted()).toEqual([false, true]);
});

test('it is placed with the order: stock is claimed, and the line costs nothing', async () => {
  const { ask, postgres } = shop();
  const { id } = await cartWith({ SHOES: '1' });
  const cart = await change(seen(setCartContact), { cartId: id, email: 'ada@example.test' });
  const { order, userErrors } = await place(ask, cart, 'gift-order', 'approve');
  expect(userErrors).toEqual([]);
  expect(order.totals.total.amount).toBe('60.00');
  const query = orderById.replace(
    'lines { id',
    `lines { ${giftFields} reimbursed { amount } discounts { name amount { amount } fundedBy } units { from } sku id`,
  );
  const kept = await ask(query, { id: order.id });
  expect(kept.lines[1]).toMatchObject({
    sku: 'MUG',
    quantity: '1',
    unitPrice: '9.99',
    total: { amount: '0.00' },
    reimbursed: { amount: '0.00' },
    gift: { promotionId: gifts['A mug from 60'], name: 'A mug from 60' },
    discounts: [{ name: 'A mug from 60', amount: { amount: '9.99' }, fundedBy: 'SHOP' }],
  });
  const { rows } = await postgres.database.pool.query<{ posted: string }>('select posted from counter where id like $1', [
    `stock:${String(sku['MUG'])}:%`,
  ]);
  expect(rows).toEqual([{ posted: '1000' }]);
});

test('the statements stay as they are: one more where a gift comes in, and none when it is there', async () => {
  const { ask } = shop();
  const { id } = await cartWith({ SOCKS: '1' });
  const adding = (name: string) => ask(addCartLines, { input: { cartId: id, lines: [{ variantId: sku[name], quantity: '1' }] } });
  const usual = await statements(() => adding('SOCKS'));
  expect(await statements(() => adding('SHOES'))).toBeLessThanOrEqual(usual + 2);
  expect(await statements(() => adding('SOCKS'))).toBe(usual);
  expect(await statements(() => read(id))).toBe(1);
  const cart = await change(setCartContact, { cartId: id, email: 'ada@example.test' });
  const placing = await statements(() => place(ask, cart, 'gift-statements'));
  const bare = await change(setCartContact, { cartId: (await cartWith({ SOCKS: '1' })).id, email: 'ada@example.test' });
  expect(placing).toBe(await statements(() => place(ask, bare, 'no-gift-statements')));
});
