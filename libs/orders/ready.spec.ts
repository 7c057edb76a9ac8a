import { basketHash } from '#engine';
import { formatMoney, money, UserError } from '#kernel';
import { aPricedCart, type CartWish } from './builders.js';
import { checkReady, checkShown } from './ready.js';

/** The refusal of a cart that is shown as it is; null: it may be placed. */
function refusal(wish: CartWish): unknown {
  const cart = aPricedCart(wish);
  try {
    checkReady(cart);
    checkShown(cart, {
      total: formatMoney(money(cart.priced.totals.total, cart.cart.currency)),
      fingerprint: basketHash(cart.priced),
    });
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: error.code, path: error.path, ...error.facts };
  }
}

const contact = aPricedCart().cart.contact;
const incomplete = (missing: string) => ({ code: 'INCOMPLETE', path: ['cartId'], missing });

it.each([
  ['whole', {}, null],
  ['empty', { lines: [] }, incomplete('lines')],
  ['nobody’s', { cart: { contact: { ...contact, email: null } } }, incomplete('email')],
  ['going nowhere', { cart: { contact: { ...contact, shippingAddress: null } } }, incomplete('shippingAddress')],
  ['without a way to go', { shipped: false }, incomplete('shipping')],
  ['of what is not shipped', { shipped: false, lines: [{ price: '1', item: { requiresShipping: false } }] }, null],
  [
    'with something that is not sold',
    { lines: [{ price: '1', item: { sellable: false } }] },
    { code: 'NOT_PURCHASABLE', path: ['cartId'], lineId: 'line_1' },
  ],
  [
    'with more than there is',
    { lines: [{ price: '1', quantity: '6' }] },
    { code: 'OUT_OF_STOCK', path: ['cartId'], lineId: 'line_1', asked: '6', available: '5' },
  ],
  ['with a code that is not known: the total says so', { codes: ['NONE'] }, null],
] as const)('a cart that is %s', (_name, wish, expected) => {
  expect(refusal(wish)).toEqual(expected);
});

it('refuses another total or fingerprint with those of now', () => {
  const cart = aPricedCart();
  const shown = { total: '14.95', fingerprint: basketHash(cart.priced) };
  const facts = { total: '14.95', currency: 'EUR', fingerprint: basketHash(cart.priced) };
  expect(() => checkShown(cart, shown)).not.toThrow();
  for (const other of [
    { ...shown, total: '14.94' },
    { ...shown, fingerprint: 'x' },
  ]) {
    expect(() => checkShown(cart, other)).toThrow(expect.objectContaining({ code: 'TOTAL_CHANGED', path: ['shown'], facts }));
  }
  expect(() => checkShown(cart, { ...shown, total: '14,95' })).toThrow(
    expect.objectContaining({ code: 'INVALID', path: ['shown', 'total'] }),
  );
});
