// The adapter of the driver: the seven operations as a guest's shop would ask for them, each answer checked to the cent.
import { asLine, begin, checkCart, checkout, place, put } from './checkout.mjs';
import { ask, bad, change, decimal, same } from './client.mjs';
import { peerModule } from './peers.mjs';
import { categorySlug } from './plan.mjs';
import * as requests from './requests.mjs';
import { subjectOf } from './subject.mjs';

const { products: catalogue } = await peerModule('catalogue.mjs');

const subject = subjectOf();

export const name = 'cartwright';
export const version = process.env.BENCH_LABEL ?? '0.1.0';
export const { base, database, pidFiles } = subject;
export { extra } from './race.mjs';

const pageSize = 24;
const pages = 4;
const categories = 10;

export async function prepare({ base }) {
  const ctx = { base, wanted: new Map(), variants: [], cursors: [], carts5: [], carts3: [], carts: new Map() };
  const ids = new Map();
  await eachPage(ctx, requests.everything, {}, Infinity, ({ nodes }) => {
    for (const product of nodes) for (const { id, sku } of product.variants) ids.set(sku, id);
  });
  for (const product of catalogue(subject.products)) {
    ctx.wanted.set(product.slug, product);
    for (const { sku, cents } of product.variants) ctx.variants.push({ id: ids.get(sku) ?? bad('no variant', sku), sku, cents });
  }
  ctx.scarce = { id: ids.get('RACE-1') ?? bad('no variant', 'RACE-1'), sku: 'RACE-1', cents: 5000 };
  ctx.lines = (i, count) => {
    const chosen = new Map();
    for (let k = 0; chosen.size < count; k++) {
      const variant = ctx.variants[(i * 7919 + k * 104729) % ctx.variants.length];
      chosen.set(variant.id, variant);
    }
    return [...chosen.values()];
  };
  // a shop shows a page's cursor with the page before it
  for (let category = 0; category < categories; category++) {
    const after = [null];
    await eachPage(ctx, requests.browse, { category: categorySlug(category) }, pages - 1, ({ pageInfo }) =>
      after.push(pageInfo.endCursor),
    );
    ctx.cursors.push(after);
  }
  const filled = async (lines) => [(await change(ctx, requests.createCart, { lines: lines.map(asLine) })).cart.id, lines];
  for (let k = 0; k < 16; k++) ctx.carts5.push(await filled(ctx.lines(5000 + k, 5)));
  for (let k = 0; k < 64; k++) ctx.carts3.push(await filled(ctx.lines(6000 + k, 3)));
  for (const count of [1, 200]) ctx.carts.set(count, await filled(ctx.lines(7000, count)));
  return ctx;
}

async function eachPage(ctx, query, variables, most, see) {
  for (let after = null, page = 0; page < most; page++) {
    const { products } = await ask(ctx, query, { ...variables, after });
    see(products);
    after = products.pageInfo.endCursor;
    if (!products.pageInfo.hasNextPage) return;
  }
}

function checkProduct(ctx, product) {
  const wanted = ctx.wanted.get(product.slug) ?? bad('unknown product', product);
  same(product.name, wanted.name, 'name');
  same(product.variants.length, 2, 'variants');
  product.variants.forEach(({ sku, name, price, availability }, index) => {
    const { sku: wantedSku, option, cents } = wanted.variants[index];
    same(sku, wantedSku, 'sku');
    same(name, option, 'option');
    same(price.amount, decimal(cents), 'price');
    same(price.currency, 'USD', 'currency');
    if (!availability.inStock || !(Number(availability.available) > 0)) bad('stock', product);
  });
  return wanted;
}

/** A page of a category: 10 categories, the first 4 pages of 24. */
export async function browse(ctx, i) {
  const category = i % categories;
  const after = ctx.cursors[category][Math.floor(i / categories) % pages];
  const { products } = await ask(ctx, requests.browse, { category: categorySlug(category), after });
  same(products.nodes.length, pageSize, 'products');
  for (const product of products.nodes) same(checkProduct(ctx, product).category, category, 'category');
  return products;
}

/** One product by its slug. */
export async function detail(ctx, i) {
  const slug = `product-${String(((i * 7919) % subject.products) + 1)}`;
  const { product } = await ask(ctx, requests.detail, { slug });
  same(product?.slug, slug, 'slug');
  same(product.description, checkProduct(ctx, product).description, 'description');
  return product;
}

/** A new cart with its first line: one request. */
export async function add(ctx, i) {
  const lines = ctx.lines(i, 1);
  return checkCart(await begin(ctx, lines[0]), lines);
}

/** A cart that grows line by line; `timed` hears of each line and its milliseconds. */
export async function addMany(ctx, i, count = 10, timed = () => undefined) {
  const lines = ctx.lines(i, count);
  let cart;
  for (let k = 0; k < count; k++) {
    const from = performance.now();
    cart = checkCart(k ? await put(ctx, cart.id, lines[k]) : await begin(ctx, lines[0]), lines.slice(0, k + 1));
    timed(k, performance.now() - from);
  }
  return cart;
}

export async function cart(ctx, i) {
  const [id, lines] = ctx.carts5[i % ctx.carts5.length];
  return checkCart((await ask(ctx, requests.readCart, { id })).cart, lines);
}

/** A code on and off again; one operation at a time on a cart. */
export async function coupon(ctx) {
  const own = ctx.carts3.pop() ?? bad('no free cart', '');
  const [cartId, lines] = own;
  try {
    checkCart((await change(ctx, requests.applyCartCode, { cartId, code: 'TENOFF' })).cart, lines, { discount: 10 });
    checkCart((await change(ctx, requests.removeCartCode, { cartId, code: 'TENOFF' })).cart, lines);
  } finally {
    ctx.carts3.unshift(own);
  }
}

/** Guest to placed and paid order in 8 requests: 3 lines, code, contact, shipping options, shipping, order. */
export async function journey(ctx, i) {
  return place(ctx, await checkout(ctx, i, ctx.lines(i, 3), 10));
}

// the statements of small and large carts, for --sql alone
const readOf = (count) => async (ctx) => {
  const [id, lines] = ctx.carts.get(count);
  return checkCart((await ask(ctx, requests.readCart, { id })).cart, lines);
};
const addTo = (count) => async (ctx) => {
  const [id, [variant]] = ctx.carts.get(count);
  same((await put(ctx, id, variant)).lines.length, count, 'lines');
};
export const cart1 = readOf(1);
export const cart200 = readOf(200);
export const add1 = addTo(1);
export const add200 = addTo(200);
