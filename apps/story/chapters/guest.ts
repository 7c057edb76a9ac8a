import { held, inWords } from '../buying.js';
import type { Goods } from '../goods.js';
import { addCartLines, createCart, product, type Cart } from '../requests.js';
import { must } from '../somebody.js';
import type { Stage } from '../stage.js';
import type { Variants } from './import.js';

/** A guest of the web shop looks at the bowl, and puts it and two towels into a cart. */
export async function fillCart(stage: Stage, goods: Goods, variants: Variants): Promise<Cart> {
  const guest = stage.somebody('a guest on the web');
  const seen = await stage.shows(guest, product, { slug: goods.bowl.slug });
  const price = seen?.variants[0].price;
  stage.told(
    `the bowl costs ${price?.amount ?? '?'} ${price?.currency ?? ''}, ${seen?.variants[0].availability.available ?? '?'} are there`,
  );
  const begun = await stage.shows(guest, createCart, { input: { lines: [{ variantId: variants.bowl, quantity: '1' }] } });
  stage.told(inWords(begun.cart));
  const { cart } = await stage.shows(guest, addCartLines, {
    input: { cartId: begun.cart.id, lines: [{ variantId: variants.towel, quantity: '2' }] },
  });
  const { bowl, towel } = held(cart, goods);
  must(bowl === 1 && towel === 2 && cart.lines.length === 2, `the guest's cart holds ${inWords(cart)}`);
  stage.told(inWords(cart));
  return cart;
}
