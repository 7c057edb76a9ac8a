import type { ShopPlan } from '../../apps/seed/shop-plan.js';

/** A thing for sale; it has to be shipped only where a spec says so. */
interface Thing {
  readonly price: string;
  readonly stock: number;
  readonly shipped?: boolean;
}

/** What a spec wants of its shop: things by SKU with price and stock, and codes. */
export interface SmallPlan {
  readonly things: Readonly<Record<string, Thing>>;
  readonly codes?: readonly { readonly code: string; readonly percent: string; readonly usageLimit: number }[];
}

/** A German shop in euro with gross prices, a parcel at 4.90 and free pick-up. */
export function aShop({ things, codes = [] }: SmallPlan): ShopPlan {
  return {
    entity: { code: 'test', name: 'Test Trading', country: 'DE' },
    location: { code: 'main', name: 'Main' },
    channel: { code: 'web', name: 'Web', currencies: ['EUR'], locales: ['en'], country: 'DE' },
    taxes: [{ zone: 'de', name: 'VAT', countries: ['DE'], percent: '19' }],
    lists: [{ code: 'eur', currency: 'EUR', entry: 'GROSS' }],
    shipping: [
      { code: 'parcel', kind: 'FLAT_RATE', name: { en: 'Parcel' }, rates: [{ currency: 'EUR', amount: '4.90', entry: 'GROSS' }] },
      { code: 'pickup', kind: 'PICKUP', name: { en: 'Pick up' }, rates: [] },
    ],
    promotions: codes.map((code) => ({ ...code, name: { en: code.code } })),
    products: Object.entries(things).map(([sku, { price, stock, shipped = false }]) => ({
      slug: sku.toLowerCase(),
      name: { en: sku },
      description: { en: '' },
      categories: [],
      variants: [{ sku, stock, requiresShipping: shipped, prices: { eur: [['0', price]] } }],
    })),
  };
}
