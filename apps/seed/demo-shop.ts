import type { PlannedProduct, PlannedVariant, ShopPlan } from './shop-plan.js';

const kitchen = { slug: 'kitchen', name: { en: 'Kitchen', de: 'Küche' } };
const outdoors = { slug: 'outdoors', name: { en: 'Outdoors', de: 'Draußen' } };
const clothing = { slug: 'clothing', name: { en: 'Clothing', de: 'Kleidung' } };

/** One variant in both currencies; `options` are what tells it from its siblings. */
function variant(
  sku: string,
  euros: string,
  dollars: string,
  stock: number,
  options: PlannedVariant['options'] = [],
): PlannedVariant {
  return { sku, options, stock, prices: { eur: [['0', euros]], usd: [['0', dollars]] } };
}

const sizes = (base: string, euros: string, dollars: string): PlannedVariant[] =>
  ['S', 'M', 'L'].map((size) => variant(`${base}-${size}`, euros, dollars, 40, [{ name: 'Size', value: size }]));

const products: readonly PlannedProduct[] = [
  {
    slug: 'enamel-mug',
    name: { en: 'Enamel mug', de: 'Emaillebecher' },
    description: { en: 'Holds 350 ml and a fall from the table.', de: 'Fasst 350 ml und übersteht den Sturz vom Tisch.' },
    categories: [kitchen, outdoors],
    variants: [
      { ...variant('MUG-WHITE', '12.90', '14.00', 250, [{ name: 'Colour', value: 'White' }]), gtin: '4006381333931' },
      variant('MUG-BLUE', '12.90', '14.00', 80, [{ name: 'Colour', value: 'Blue' }]),
    ],
  },
  {
    slug: 'cast-iron-pan',
    name: { en: 'Cast iron pan', de: 'Gusseiserne Pfanne' },
    description: { en: 'For a lifetime of pancakes.', de: 'Für ein Leben voller Pfannkuchen.' },
    categories: [kitchen],
    variants: [variant('PAN-28', '49.00', '55.00', 30)],
  },
  {
    slug: 'coffee-beans',
    name: { en: 'Coffee beans', de: 'Kaffeebohnen' },
    description: { en: 'Sold by weight, a quarter of a kilogram at a time.', de: 'Nach Gewicht, in Viertelkilogramm.' },
    categories: [kitchen],
    variants: [
      {
        sku: 'COFFEE-KG',
        unit: 'KILOGRAM',
        quantityStep: 250,
        stock: 60,
        prices: {
          eur: [
            ['0', '24.00'],
            ['5', '21.60'],
          ],
          usd: [
            ['0', '27.00'],
            ['5', '24.30'],
          ],
        },
      },
    ],
  },
  {
    slug: 'rain-jacket',
    name: { en: 'Rain jacket', de: 'Regenjacke' },
    description: { en: 'Keeps the weather out.', de: 'Lässt das Wetter draußen.' },
    categories: [clothing, outdoors],
    variants: sizes('JACKET', '119.00', '129.00'),
  },
  {
    slug: 'wool-socks',
    name: { en: 'Wool socks', de: 'Wollsocken' },
    description: { en: 'Warm feet, in pairs; cheaper from six.', de: 'Warme Füße, paarweise; ab sechs günstiger.' },
    categories: [clothing],
    variants: [
      {
        sku: 'SOCKS',
        stock: 500,
        prices: {
          eur: [
            ['0', '9.95'],
            ['6', '8.50'],
          ],
          usd: [
            ['0', '11.00'],
            ['6', '9.50'],
          ],
        },
      },
    ],
  },
  {
    slug: 'last-tent',
    name: { en: 'Two-person tent', de: 'Zweipersonenzelt' },
    description: { en: 'The last one of its kind.', de: 'Das letzte seiner Art.' },
    categories: [outdoors],
    variants: [variant('TENT-2', '249.00', '269.00', 1)],
  },
];

/** A small shop to look around in: two currencies, two languages, one scarce thing. */
export const demoShop: ShopPlan = {
  entity: { code: 'demo', name: 'Demo Trading', country: 'DE' },
  location: { code: 'main', name: 'Main warehouse' },
  channel: { code: 'web', name: 'Web shop', currencies: ['EUR', 'USD'], locales: ['en', 'de'], country: 'DE' },
  taxes: [
    { zone: 'de', name: 'German VAT', countries: ['DE'], percent: '19' },
    { zone: 'nl', name: 'Dutch VAT', countries: ['NL'], percent: '21' },
  ],
  lists: [
    { code: 'eur', currency: 'EUR', entry: 'GROSS' },
    { code: 'usd', currency: 'USD', entry: 'NET' },
  ],
  shipping: [
    {
      code: 'parcel',
      kind: 'FLAT_RATE',
      name: { en: 'Parcel', de: 'Paket' },
      rates: [
        { currency: 'EUR', amount: '4.90', entry: 'GROSS' },
        { currency: 'USD', amount: '6.00', entry: 'NET' },
      ],
    },
    { code: 'pickup', kind: 'PICKUP', name: { en: 'Pick up', de: 'Abholung' }, rates: [] },
  ],
  promotions: [{ name: { en: 'Welcome', de: 'Willkommen' }, code: 'WELCOME10', percent: '10', usageLimit: 1000 }],
  products,
};
