import { TermsService } from '#terms';
import { aReadyCart, onlyError, place } from '../support/buyer.js';
import { keptOfCarts, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop(aShop({ things: { MUG: { price: '10.00', stock: 100 } } }));

test('an order that is placed while rules are read anew is priced by the lists of the new ones', async () => {
  const { ask, postgres, app } = shop();
  const { pool } = postgres.database;
  const mug = String((await variantsBySku(shop()))['MUG']);
  const cart = await aReadyCart(ask, { lines: { [mug]: '1' } });
  const before = await keptOfCarts(shop());
  const holder = await pool.connect();
  await holder.query('begin; lock table cart in access exclusive mode');
  const waits = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  const placed = place(ask, cart, 'while-rules-change');
  expect(await within(5000, async () => (await holder.query(waits)).rows.length > 0)).toBe(true);
  await staffOf(shop()).done('createPriceList', { code: 'spring', currency: 'EUR', priority: 5 });
  await staffOf(shop()).setPrice('spring', mug, '8.00');
  await app.get(TermsService, { strict: false }).refresh();
  await holder.query('rollback');
  holder.release();
  expect(onlyError(await placed)).toMatchObject({ code: 'TOTAL_CHANGED', facts: { total: '8.00' } });
  expect(await keptOfCarts(shop())).toEqual(before);
});
