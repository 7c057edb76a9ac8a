import { randomUUID } from 'node:crypto';
import type { Json } from '../support/api.js';
import { place } from '../support/buyer.js';
import { aShop } from '../support/plan.js';
import {
  addCartLines,
  applyCartCode,
  cartById,
  createCart,
  orderById,
  removeCartLines,
  setCartContact,
  setCartLines,
} from '../support/requests.js';
import { usingShop } from '../support/shop.js';
import { statementsOf } from '../support/statements.js';

const things = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [`T${String(index)}`, { price: '1.00', stock: 100 }]),
);
const shop = usingShop(aShop({ things, codes: [{ code: 'TEN', percent: '10', usageLimit: 100 }] }));

let variants: string[];

beforeAll(async () => {
  const page =
    'query ($after: String) { products(first: 100, after: $after) { nodes { variants { id } } pageInfo { endCursor } } }';
  const first = await shop().ask(page);
  const rest = await shop().ask(page, { after: first.pageInfo.endCursor });
  variants = [...first.nodes, ...rest.nodes].flatMap((node: Json) => node.variants.map((variant: Json) => variant.id));
});

const some = (count: number) => variants.slice(0, count).map((variantId) => ({ variantId, quantity: '1' }));

/** Statements of a request; the broadcast's look at the revisions, once a second, is nobody's. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  const sent = await statementsOf(shop().postgres.database, work);
  return sent.filter((query) => !query.startsWith('select topic, version from revision')).length;
}

/** How many statements each step of a purchase takes with so many lines. */
async function journey(lines: number): Promise<Record<string, number>> {
  const { ask } = shop();
  const counts: Record<string, number> = {};
  const step = async (name: string, query: string, input: object): Promise<Json> => {
    let answer: Json;
    counts[name] = await counted(async () => {
      answer = await ask(query, 'id' in input ? input : { input });
    });
    if (answer.userErrors) expect(answer.userErrors).toEqual([]);
    return answer;
  };
  const { cart } = await step('create', createCart, { lines: some(lines) });
  const cartId = cart.id;
  await step('add', addCartLines, { cartId, lines: some(lines) });
  const version = Number((await step('read', cartById, { id: cartId })).version);
  const line = (variantId: string) => variantId.replace('var_', 'line_');
  await step('set', setCartLines, {
    cartId,
    seenVersion: version,
    lines: variants.slice(0, lines).map((id) => ({ lineId: line(id), quantity: '1' })),
  });
  await step('remove', removeCartLines, { cartId, seenVersion: version + 1, lineIds: [line(variants[0] ?? '')] });
  await step('code', applyCartCode, { cartId, code: 'TEN' });
  const ready = await step('contact', setCartContact, { cartId, email: 'ada@example.test' });
  let order: Json;
  counts['place'] = await counted(async () => {
    ({ order } = await place(ask, ready.cart, randomUUID()));
  });
  expect(order).toMatchObject({ state: 'PLACED' });
  await step('order', orderById, { id: order.id });
  return counts;
}

test('the number of statements does not depend on the number of lines', async () => {
  await journey(2);
  const one = await journey(2);
  expect(one).toEqual({ create: 2, add: 2, read: 1, set: 2, remove: 2, code: 2, contact: 2, place: 9, order: 2 });
  expect(await journey(200)).toEqual(one);
});

test('nor on how many promotions and price lists there are', async () => {
  const { ask, staff } = shop();
  const before = await journey(2);
  const promotion = `mutation ($input: CreatePromotionInput!) { createPromotion(input: $input) { userErrors { code message } } }`;
  const list = `mutation ($input: CreatePriceListInput!) { createPriceList(input: $input) { userErrors { code message } } }`;
  for (let each = 0; each < 20; each++) {
    const name = `P${String(each)}`;
    const action = { type: 'percent_off_order', percent: '1' };
    expect(await ask(promotion, { input: { name, code: name, action } }, staff)).toEqual({ userErrors: [] });
    expect(await ask(list, { input: { code: name, currency: 'EUR', entry: 'GROSS' } }, staff)).toEqual({ userErrors: [] });
  }
  // hearing of the new rules takes a read of them
  await journey(2);
  expect(await journey(2)).toEqual(before);
});
