import { setTimeout as pause } from 'node:timers/promises';
import { refundFor, type Json as Kept, type PricingInputs } from '#engine';
import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { aCartWith, lineOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop(aShop({ things: { SOCKS: { price: '10.00', stock: 10 }, RAZOR: { price: '20.00', stock: 10 } } }));

const orderLines = `query ($id: ID!) { order(id: $id) { discounts { name fundedBy }
  lines { sku total { amount } tax { amount } reimbursed { amount } gift { name } discounts { name amount { amount } fundedBy }
    units { from to amount { amount } discount { amount } tax { amount } total { amount } discounts { name amount { amount } } } } } }`;

test('an order keeps what was paid for each unit, what promotions took off it and who bears that; returns are reckoned with it', async () => {
  const { ask, postgres } = shop();
  const sku = await variantsBySku(shop());
  const create = (input: object) => staffOf(shop()).done('createPromotion', input);
  await create({
    name: 'Three for two',
    action: { type: 'n_for_m', take: 3, pay: 2, items: { type: 'variant', ids: [sku['SOCKS']] } },
  });
  await create({
    name: 'From the maker',
    codes: ['MAKER'],
    reducesTaxBase: false,
    action: {
      ...{ type: 'amount_off_items', amounts: { EUR: '5.00' }, entry: 'GROSS', each: 'UNIT' },
      items: { type: 'variant', ids: [sku['RAZOR']] },
    },
  });
  // what staff have changed is known within a second
  await pause(1000);
  const bought = { [String(sku['SOCKS'])]: '3', [String(sku['RAZOR'])]: '1' };
  const cart = await aCartWith(shop(), bought, { codes: ['MAKER'], email: 'ada@example.test' });
  const { order } = await place(ask, cart, 'units');
  expect(order.totals.total.amount).toBe('35.00');

  const { lines, discounts }: Json = await ask(orderLines, { id: order.id });
  expect(discounts).toEqual([
    { name: 'Three for two', fundedBy: 'SHOP' },
    { name: 'From the maker', fundedBy: 'OTHERS' },
  ]);
  expect(lines).toMatchObject([
    {
      ...{ sku: 'SOCKS', total: { amount: '20.00' }, tax: { amount: '3.19' }, reimbursed: { amount: '0.00' }, gift: null },
      discounts: [{ name: 'Three for two', amount: { amount: '10.00' }, fundedBy: 'SHOP' }],
    },
    {
      // the tax is that of 20.00, of which the buyer paid 15.00
      ...{ sku: 'RAZOR', total: { amount: '20.00' }, tax: { amount: '3.19' }, reimbursed: { amount: '5.00' }, units: [] },
      discounts: [{ name: 'From the maker', amount: { amount: '5.00' }, fundedBy: 'OTHERS' }],
    },
  ]);
  const free = { name: 'Three for two', amount: { amount: '10.00' } };
  expect(lines[0].units.map(({ total, discounts: taken }: Json) => [total.amount, taken])).toEqual(
    expect.arrayContaining([
      ['0.00', [free]],
      ['20.00', []],
    ]),
  );

  const { rows } = await postgres.database.pool.query<{ inputs: Kept<PricingInputs> }>(
    'select inputs::text from orders where id = $1',
    [order.id],
  );
  const { inputs } = rows[0] ?? {};
  if (!inputs) throw new Error('an order keeps its inputs');
  const part = (name: string, from: bigint, to: bigint) => ({ lineId: lineOf(sku[name]), from: from * 1000n, to: to * 1000n });
  const steps = [[part('SOCKS', 0n, 1n)], [part('RAZOR', 0n, 1n)], [part('SOCKS', 1n, 3n)]];
  const amounts = (policy: 'PRORATE' | 'REEVALUATE') =>
    steps.map((step, index) => refundFor(policy, inputs, steps.slice(0, index), step).amount);
  expect(amounts('PRORATE')).toEqual([667n, 1500n, 1333n]);
  expect(amounts('REEVALUATE')).toEqual([0n, 1500n, 2000n]);
});
