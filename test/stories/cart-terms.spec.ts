import { openShop } from '../../apps/seed/open-shop.js';
import { startApi, type Json, type TestApi } from '../support/api.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aShop } from '../support/plan.js';
import { redisUrl } from '../support/redis.js';
import { applyCartCode, cartById } from '../support/requests.js';
import type { TestShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const redis = redisUrl();

describe.each([['without Redis', undefined], ...(redis === undefined ? [] : [['with Redis', redis] as const])] as const)(
  'two processes on one database, %s',
  (_, url) => {
    let postgres: TestDatabase;
    let here: TestShop;
    let there: TestShop;
    let variantId: string;

    beforeAll(async () => {
      postgres = await freshDatabase();
      const apis = [await startApi({ databaseUrl: postgres.url, redisUrl: url })] as const;
      const { staffKey } = await openShop(apis[0].app, aShop({ things: { A: { price: '10.00', stock: 100 } } }));
      const staff = { authorization: `Bearer ${staffKey}` };
      const shopOf = (api: TestApi): TestShop => ({
        ...api,
        postgres,
        staff,
        ask: async (query, variables, headers) => {
          const { data, errors, text } = await api.gql(query, variables, headers);
          if (errors) throw new Error(text);
          return Object.values(data as Record<string, Json>)[0];
        },
      });
      here = shopOf(apis[0]);
      there = shopOf(await startApi({ databaseUrl: postgres.url, redisUrl: url }));
      variantId = String((await variantsBySku(here))['A']);
    }, 60_000);

    afterAll(async () => {
      await here.close();
      await there.close();
      await postgres.drop();
    });

    const totalIn = async (shop: TestShop, id: string): Promise<unknown> =>
      (await shop.ask(cartById, { id })).totals.total.amount;

    test('a price is in the very next read of both', async () => {
      const { id } = await aCartWith(here, { [variantId]: '1' });
      await staffOf(here).setPrice('eur', variantId, '12.00');
      expect([await totalIn(here, id), await totalIn(there, id)]).toEqual(['12.00', '12.00']);
      await staffOf(there).setPrice('eur', variantId, '10.00');
      expect([await totalIn(here, id), await totalIn(there, id)]).toEqual(['10.00', '10.00']);
    });

    test('a promotion is known to both within a second, made, changed and ended', async () => {
      const { id: cartId } = await aCartWith(here, { [variantId]: '1' });
      const { done } = staffOf(here);
      const ten = { type: 'percent_off_order', percent: '10' };
      const { promotion } = await done('createPromotion', { name: 'Ten', code: 'TEN', action: ten }, 'promotion { id }');
      const applied = async (): Promise<boolean> =>
        (await there.ask(applyCartCode, { input: { cartId, code: 'TEN' } })).cart !== null;
      expect(await within(1500, applied)).toBe(true);
      const bothSay = (total: string) =>
        within(1500, async () => (await totalIn(here, cartId)) === total && (await totalIn(there, cartId)) === total);
      expect(await bothSay('9.00')).toBe(true);
      await done('updatePromotion', { id: promotion.id, action: { ...ten, percent: '20' } });
      expect(await bothSay('8.00')).toBe(true);
      await done('archivePromotion', { id: promotion.id });
      expect(await bothSay('10.00')).toBe(true);
    });

    test('rules that could not be read are read again soon, and the known ones hold meanwhile', async () => {
      const { id } = await aCartWith(here, { [variantId]: '1' });
      const { pool } = postgres.database;
      await pool.query(`update tax_rate set percent = 0`);
      await pool.query('alter table tax_rate rename to tax_rate_away');
      await pool.query(`update revision set version = version + 1 where topic = 'rules'`);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const taxIn = async (shop: TestShop): Promise<unknown> => (await shop.ask(cartById, { id })).totals.tax.amount;
      const before = [await taxIn(here), await taxIn(there)];
      await pool.query('alter table tax_rate_away rename to tax_rate');
      expect(before).toEqual(['1.60', '1.60']);
      expect(await within(2500, async () => (await taxIn(here)) === '0.00' && (await taxIn(there)) === '0.00')).toBe(true);
    });
  },
);
