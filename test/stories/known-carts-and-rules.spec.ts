import { TermsService } from '#terms';
import type { Json } from '../support/api.js';
import { aCartWith, changesOf, variantsBySku } from '../support/carts.js';
import { aShop } from '../support/plan.js';
import { addCartLines, cartById, cartFields, setCartContact } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop(aShop({ things: { POT: { price: '10.00', stock: 1000 } } }));
const change = changesOf(shop);

let pot: string;
let category: string;

beforeAll(async () => {
  ({ POT: pot = '' } = await variantsBySku(shop()));
  const made = await staffOf(shop()).done('createCategory', { slug: 'pots', name: 'Pots' }, 'category { id }');
  category = made.category.id;
  await shop().postgres.database.pool.query(
    'insert into category_product (category_id, product_id) select $1, product_id from variant where id = $2',
    [category, pot],
  );
});

async function aPromotion(name: string, conditions: readonly object[]): Promise<void> {
  const action = { type: 'percent_off_order', percent: '10' };
  await staffOf(shop()).done('createPromotion', { name, conditions, action });
  await shop().app.get(TermsService, { strict: false }).refresh();
}

const seen = (query: string): string => query.replace(cartFields, cartFields.replace('discounts {', 'discounts { name'));
const applied = ({ discounts }: Json): string[] => discounts.map(({ name }: Json) => name);
const more = (cartId: string): Promise<Json> =>
  change(seen(addCartLines), { cartId, lines: [{ variantId: pot, quantity: '1' }] });
const read = (id: string): Promise<Json> => shop().ask(seen(cartById), { id });

test('what a new promotion asks of items counts in the carts that are known already', async () => {
  const [changed, shown] = [await aCartWith(shop(), { [pot]: '1' }), await aCartWith(shop(), { [pot]: '1' })];
  await aPromotion('Pots', [{ type: 'minimum_quantity', quantity: '1', items: { type: 'category', ids: [category] } }]);
  expect(applied(await more(changed.id))).toEqual(['Pots']);
  expect(applied(await read(shown.id))).toEqual(['Pots']);
});

test('what a new promotion asks of the orders of buyers counts in the carts that are known already', async () => {
  const known = async (): Promise<string> => {
    const { id } = await aCartWith(shop(), { [pot]: '1' });
    await change(setCartContact, { cartId: id, email: 'ada@example.test' });
    return id;
  };
  const [changed, shown] = [await known(), await known()];
  await aPromotion('Welcome', [{ type: 'orders', to: 1 }]);
  expect(applied(await more(changed))).toContain('Welcome');
  expect(applied(await read(shown))).toContain('Welcome');
});
