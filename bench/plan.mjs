// The shop to open: the catalogue that every system is seeded with, in this product's words.
const decimal = (cents) => (cents / 100).toFixed(2);

/** The plan of a shop with so many products of the shared catalogue, and one scarce thing for the race. */
export function planOf(catalogue, count) {
  return {
    entity: { code: 'bench', name: 'Bench', country: 'US' },
    location: { code: 'main', name: 'Warehouse' },
    channel: { code: 'web', name: 'Web shop', currencies: [catalogue.CURRENCY], locales: ['en'], country: 'US' },
    taxes: [{ zone: 'us', name: 'Tax', countries: ['US'], percent: String(catalogue.TAX) }],
    lists: [{ code: 'base', currency: catalogue.CURRENCY, entry: 'NET' }],
    shipping: [
      {
        code: 'standard',
        kind: 'FLAT_RATE',
        name: { en: 'Standard' },
        rates: [{ currency: catalogue.CURRENCY, amount: decimal(catalogue.SHIPPING_NET), entry: 'NET' }],
      },
    ],
    promotions: [{ name: { en: 'Ten percent off' }, code: 'TENOFF', percent: '10', usageLimit: 10_000_000 }],
    products: productsOf(catalogue, count),
  };
}

function* productsOf(catalogue, count) {
  for (const { name, slug, category, description, variants } of catalogue.products(count)) {
    yield {
      slug,
      name: { en: name },
      description: { en: description },
      categories: [{ slug: categorySlug(category), name: { en: `Category ${category + 1}` } }],
      variants: variants.map(({ sku, option, cents, stock }) => variant(sku, cents, stock, [{ name: 'Size', value: option }])),
    };
  }
  yield { slug: 'race', name: { en: 'Race' }, description: { en: '' }, categories: [], variants: [variant('RACE-1', 5000, 20)] };
}

/** The address of a category of the shared catalogue. */
export const categorySlug = (category) => `category-${category + 1}`;

function variant(sku, cents, stock, options = []) {
  return { sku, options, stock, prices: { base: [['0', decimal(cents)]] } };
}
