import { onlyError } from '../support/buyer.js';
import { aCartWith, keptOfCarts, variantsBySku } from '../support/carts.js';
import { applyCartCode, createCart } from '../support/requests.js';
import { usingShop, startShop } from '../support/shop.js';
import type { TestShop } from '../support/shop.js';

const shop = usingShop();

async function aCart({ ask, ...more }: TestShop): Promise<string> {
  const [variantId = ''] = Object.values(await variantsBySku({ ask, ...more }));
  return (await aCartWith({ ask }, { [variantId]: '1' })).id;
}
const apply = (cartId: string, code: string, at = shop()) => at.ask(applyCartCode, { input: { cartId, code } });

test('codes are not guessed: after ten that are unknown a cart has to wait, and the right one too', async () => {
  const [cartId, other] = [await aCart(shop()), await aCart(shop())];
  for (let i = 0; i < 10; i++) expect(onlyError(await apply(cartId, `GUESS${i}`)).code).toBe('NOT_APPLICABLE');
  const before = await keptOfCarts(shop());
  const { code, path, facts } = onlyError(await apply(cartId, 'GUESS10'));
  expect([code, path]).toEqual(['LIMIT_REACHED', ['input']]);
  expect(Number(facts.retryAfterSeconds)).toBeGreaterThan(30);
  expect(await keptOfCarts(shop())).toEqual(before);
  expect(onlyError(await apply(other, 'GUESS')).code).toBe('NOT_APPLICABLE');
});

test('nor by trying hundreds before the first has failed', async () => {
  const fresh = await startShop();
  try {
    const begin = (code: string) => fresh.ask(createCart, { input: { codes: [code] } });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => begin(`GUESS${i}`)));
    const codes = answers.map((answer) => onlyError(answer).code);
    expect(codes.filter((code) => code === 'NOT_APPLICABLE')).toHaveLength(30);
    expect(codes.filter((code) => code === 'LIMIT_REACHED')).toHaveLength(170);
  } finally {
    await fresh.close();
  }
});

test('nor by beginning ever new carts with them', async () => {
  const fresh = await startShop();
  try {
    const begin = (code: string) => fresh.ask(createCart, { input: { codes: [code] } });
    for (let i = 0; i < 30; i++) expect(onlyError(await begin(`GUESS${i}`)).code).toBe('NOT_APPLICABLE');
    expect(onlyError(await begin('GUESS30')).code).toBe('LIMIT_REACHED');
    // carts without a code are begun as ever
    expect(await aCart(fresh)).toMatch(/^cart_/);
  } finally {
    await fresh.close();
  }
});
