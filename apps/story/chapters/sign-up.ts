import { held, inWords } from '../buying.js';
import type { Goods } from '../goods.js';
import { emailOf, holderOf, password, type Customer } from '../people.js';
import { currentCart, signUpWithCart, type Cart } from '../requests.js';
import { must } from '../somebody.js';
import type { Stage } from '../stage.js';

/** The guest signs up, and the cart goes along. */
export async function adoptCart(stage: Stage, goods: Goods, guests: Cart): Promise<Customer> {
  const guest = stage.somebody('the guest on the web');
  const input = { email: emailOf('ada', goods.run), name: 'Ada Story', password };
  const signedUp = await stage.shows(guest, signUpWithCart, { input, guestCart: guests.id });
  const laptop = holderOf(stage, 'Ada on the web', signedUp);
  must(signedUp.cart !== null, 'the cart was not adopted');
  const cart = await stage.asks(laptop, currentCart);
  const { bowl, towel } = held(cart, goods);
  must(bowl === 1 && towel === 2 && cart.id === signedUp.cart.id, `Ada's cart holds ${inWords(cart)}`);
  stage.told(`Ada is signed in, and her cart is the guest's: ${inWords(cart)}`);
  return laptop;
}
