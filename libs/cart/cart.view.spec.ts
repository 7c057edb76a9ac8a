import { addressView, currencyOf, factsView, type Id } from '#kernel';
import { aCart, aContext, aLine, anItem, aPrice, baseList, itemsBy, line, noon, theTerms } from './builders.js';
import type { Cart } from './cart.js';
import { cartView, type CartResult } from './cart.view.js';
import type { Item } from './item.js';
import { reprice } from './reprice.js';

function view(cart: Cart, items: readonly Item[], context = aContext()): CartResult {
  return cartView(reprice(cart, itemsBy(...items), theTerms({ lists: [baseList] }), context, noon), context);
}

const cart = aCart({ content: { lines: [aLine('A', '0.25')] } });

it('shows a line with what it is, costs and may become', () => {
  const item = anItem('A', {
    unit: 'KILOGRAM',
    quantityStep: 250n,
    available: ['5.1'],
    prices: [aPrice('24.00', '0', { compareAt: 30_000_000n })],
  });
  expect(view(cart, [item]).lines).toEqual([
    {
      id: line('A'),
      variantId: item.variantId,
      name: 'Thing A',
      sku: 'A',
      slug: 'thing',
      image: null,
      options: [],
      quantity: '0.25',
      unit: 'KILOGRAM',
      quantityStep: '0.25',
      available: '5',
      unitPrice: { amount: '24.00', currency: 'EUR', entry: 'GROSS', compareAt: '30.00' },
      amount: { amount: '6.00', currency: 'EUR' },
      discount: { amount: '0.00', currency: 'EUR' },
      net: { amount: '5.04', currency: 'EUR' },
      tax: { amount: '0.96', currency: 'EUR' },
      total: { amount: '6.00', currency: 'EUR' },
      gift: null,
    },
  ]);
});

it('shows a line whose variant is gone without a price', () => {
  const shown = view(cart, []);
  expect(shown.lines).toMatchObject([{ name: '', sku: null, unitPrice: null, available: '0', total: { amount: '0.00' } }]);
  expect(shown.problems).toMatchObject([{ code: 'NOT_PURCHASABLE' }]);
});

it('does not limit what is sold without looking at stock', () => {
  expect(view(cart, [anItem('A', { tracked: false, available: ['0'] })]).lines[0]?.available).toBeNull();
});

it('speaks the language that the cart was begun in, then those of the request', () => {
  const named = (locale: string, locales: string[]) =>
    view({ ...cart, locale }, [anItem('A')], aContext({ locales })).lines[0]?.name;
  expect([named('de', ['en']), named('en', ['de']), named('fr', ['de', 'en'])]).toEqual(['Ding A', 'Thing A', 'Ding A']);
});

it('shows prices with as many decimals as they have', () => {
  const prices = [aPrice('0.012345')];
  const priced = view(aCart({ content: { lines: [aLine('A', '25000')] } }), [anItem('A', { prices, available: ['30000'] })]);
  expect(priced.lines[0]).toMatchObject({ unitPrice: { amount: '0.012345' }, amount: { amount: '308.63' } });
});

it('shows amounts with the decimals of their currency', () => {
  for (const [code, amount] of [
    ['JPY', '1000'],
    ['KWD', '1000.000'],
  ] as const) {
    const currency = currencyOf(code);
    const yen = { ...baseList, currency };
    const context = aContext();
    const item = anItem('A', { prices: [aPrice('1000.00')] });
    const priced = reprice(
      aCart({ currency, content: { lines: [aLine('A')] } }),
      itemsBy(item),
      theTerms({ lists: [yen] }),
      context,
      noon,
    );
    expect(cartView(priced, context).totals.total).toEqual({ amount, currency });
    expect(cartView(priced, context).lines[0]?.unitPrice?.amount).toBe(amount);
  }
});

it('counts lines, knows whether they are shipped, and tells when it changed', () => {
  const shown = view(cart, [anItem('A', { requiresShipping: false })]);
  expect(shown).toMatchObject({
    lineCount: 1,
    requiresShipping: false,
    createdAt: noon.toISOString(),
    updatedAt: noon.toISOString(),
  });
});

it('shows facts as texts and addresses with all their fields', () => {
  expect(factsView({ a: 1, b: null, c: true, d: 'x' })).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: null },
    { name: 'c', value: 'true' },
    { name: 'd', value: 'x' },
  ]);
  expect(addressView({ name: 'A', line1: 'B', city: 'C', country: 'DE' })).toEqual({
    name: 'A',
    company: null,
    line1: 'B',
    line2: null,
    city: 'C',
    postalCode: null,
    region: null,
    country: 'DE',
    phone: null,
  });
});

it('takes what it is given for an id: nothing is computed from it', () => {
  expect(view({ ...cart, id: 'cart_x' as Id<'cart'> }, []).id).toBe('cart_x');
});
