import type { Goods } from './goods.js';
import { setCartContact, setCartShipping, shippingOptions, type Cart } from './requests.js';
import { must, type Somebody, type Variables } from './somebody.js';
import type { Stage } from './stage.js';

/** Where everything in the story goes. */
export function contactIn(country: string, email: string): Variables {
  const shippingAddress = { name: 'Ada Story', line1: '1 Story Street', city: 'Storyville', postalCode: '10115', country };
  return { email, shippingAddress };
}

/** How much of which good a cart holds. */
export function held(
  { lines }: Cart,
  { bowl, towel, candle, print }: Goods,
): Readonly<Record<'bowl' | 'towel' | 'candle' | 'print', number>> {
  const of = (sku: string): number => Number(lines.find((line) => line.sku === sku)?.quantity ?? 0);
  return { bowl: of(bowl.sku), towel: of(towel.sku), candle: of(candle.sku), print: of(print.sku) };
}

/** A cart in a line. */
export function inWords({ lines, totals: { total } }: Cart): string {
  const things = lines.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', ');
  return `${things === '' ? 'nothing' : things} for ${total.amount} ${total.currency}`;
}

/** Says where the cart goes and chooses the first way there, before the reader's eyes or not: the cart, ready to be placed. */
export async function madeReady(
  stage: Stage,
  by: Somebody,
  cartId: string,
  contact: Variables | null,
  verb: 'shows' | 'asks',
): Promise<Cart> {
  if (contact) await stage[verb](by, setCartContact, { input: { cartId, ...contact } });
  const { shippingOptions: offered } = await stage[verb](by, shippingOptions, { cartId });
  const [first] = offered;
  must(first !== undefined, `${by.name} is offered no way of shipping: the story needs one in every channel`);
  const { cart } = await stage[verb](by, setCartShipping, { input: { cartId, shippingMethodId: first.id } });
  return cart;
}

/** What places the cart as it was shown. */
export function placing({ id, fingerprint, totals: { total } }: Cart, idempotencyKey: string): Variables {
  const payment = { provider: 'sandbox', instrument: 'approve' };
  return { input: { cartId: id, shown: { total: total.amount, fingerprint }, payment, idempotencyKey } };
}
