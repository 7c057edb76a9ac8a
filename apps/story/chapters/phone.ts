import { held, inWords } from '../buying.js';
import type { Goods } from '../goods.js';
import type { Listening } from '../listen.js';
import { emailOf, onAnotherDevice, type Customer } from '../people.js';
import { currentCart, type Cart } from '../requests.js';
import { must, type Document } from '../somebody.js';
import type { Stage } from '../stage.js';

/** What a device that follows the cart is told. */
export interface CartChange {
  readonly cursor: string;
  readonly change: string;
  readonly cart: Cart;
}

/** Ada's phone, with the cart on its screen. */
export interface Phone {
  readonly ada: Customer;
  readonly cart: Cart;
  readonly screen: Listening<CartChange>;
}

const cartChanged: Document<CartChange> = {
  text: `subscription ($cartId: ID!) {
  cartChanged(cartId: $cartId) {
    cursor change
    cart {
      id version fingerprint
      lines { sku quantity unitPrice { amount } }
      totals { total { amount currency } }
    }
  }
}`,
};

/** Ada signs in on the phone: the cart is there, and follows what is done elsewhere. */
export async function pickUpPhone(stage: Stage, goods: Goods): Promise<Phone> {
  const ada = await onAnotherDevice(stage, 'Ada on the phone', emailOf('ada', goods.run), 1);
  stage.told('a second session, through another replica where there is one');
  const cart = await stage.shows(ada, currentCart);
  const { bowl, towel } = held(cart, goods);
  must(bowl === 1 && towel === 2, `the cart on the phone holds ${inWords(cart)}`);
  stage.told(`the same cart: ${inWords(cart)}`);
  const screen = stage.hears(ada, cartChanged, { cartId: cart.id });
  const shown = await screen.next(5_000);
  must(shown.cart.version === cart.version, 'the phone is told of another cart than it has asked for');
  stage.told(`the phone follows it from cursor ${shown.cursor} on`);
  return { ada, cart, screen };
}
