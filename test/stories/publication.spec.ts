import { aCartWith, variantsBySku } from '../support/carts.js';
import { cartById, setCartContact } from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { staffOf, within } from '../support/staff.js';

const shop = usingShop();
const page = '{ products(first: 100) { nodes { slug } } }';

test('a product comes at its instant: to the page that was read before, and to the cart that was changed meanwhile', async () => {
  const { ask } = shop();
  const { 'MUG-BLUE': mug = '' } = await variantsBySku(shop());
  const { id } = await aCartWith(shop(), { [mug]: '1' });
  const product = await ask('{ product(slug: "enamel-mug") { id } }');
  const at = new Date(Date.now() + 1500).toISOString();
  await staffOf(shop()).done('publishProduct', { id: product.id, at });

  const slugs = async (): Promise<string[]> => (await ask(page)).nodes.map(({ slug }: { slug: string }) => slug);
  const problems = async (): Promise<string[]> =>
    (await ask(cartById, { id })).problems.map(({ code }: { code: string }) => code);
  expect(await slugs()).not.toContain('enamel-mug');
  expect(await problems()).toEqual(['NOT_PURCHASABLE']);
  await ask(setCartContact, { input: { cartId: id, email: 'ada@example.test' } });
  expect(await problems()).toEqual(['NOT_PURCHASABLE']);

  expect(await within(4000, async () => (await slugs()).includes('enamel-mug'))).toBe(true);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(at));
  expect(await within(500, async () => (await problems()).length === 0)).toBe(true);
});
