import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from '../support/api.js';
import { aCartWith, variantsBySku } from '../support/carts.js';
import { cartById } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop();
const create = (input: object) => staffOf(shop()).done('createPromotion', { name: 'Spring', ...input });

test('a category counts with those below it, and what is missing of it is said by its name', async () => {
  const { ask } = shop();
  const sku = await variantsBySku(shop());
  const top = await staffOf(shop()).done('createCategory', { slug: 'shoes', name: 'Shoes' }, 'category { id }');
  const below = await staffOf(shop()).done(
    'createCategory',
    { slug: 'boots', name: 'Boots', parentSlug: 'shoes' },
    'category { id }',
  );
  const { rows } = await shop().postgres.database.pool.query<{ id: string }>(
    `insert into category_product (category_id, product_id) select $1, product_id from variant where sku = 'PAN-28' returning product_id id`,
    [below.category.id],
  );
  expect(rows).toHaveLength(1);
  const items = { type: 'category', ids: [top.category.id] };
  await create({
    code: 'SHOES',
    conditions: [{ type: 'minimum_amount', amounts: { EUR: '60.00' }, items }],
    action: { type: 'percent_off_order', percent: '10' },
  });
  // what staff have changed is known within a second
  await pause(1000);
  const cart = async (quantity: string): Promise<Json> => {
    const { id } = await aCartWith(shop(), { [String(sku['PAN-28'])]: quantity }, { codes: ['SHOES'] });
    return ask(cartById.replace('problems { code', 'problems { message code'), { id });
  };
  const [problem] = (await cart('1')).problems;
  expect(problem.message).toBe('SHOES does not apply: the basket does not meet what it asks for; add 11.00 EUR more of Shoes.');
  const enough = await cart('2');
  expect(enough.problems).toEqual([]);
  expect(enough.discounts).toMatchObject([{ code: 'SHOES', amount: { amount: '9.80' } }]);
});
