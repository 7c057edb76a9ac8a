// Terms and baskets of a given size, as a large shop would have them: every line in three lists, five promotions that apply.
import { compileTerms, everybody, parseAction, parseConditions } from '#engine';

/** When everything is priced. */
export const at = Date.UTC(2027, 2, 28, 12);
const currency = 'EUR';
const always = { validFrom: null, validTo: null };
const million = 1_000_000n;

const listOf = (id, over = {}) => ({
  ...{ id, code: id, entry: 'GROSS', tierMode: 'VOLUME', currency, audience: everybody, priority: 0, ...always },
  ...over,
});

/** The five that apply: three on items of a category, one of them from an amount on, and two on the order. */
const applying = [0, 1, 2, 3, 4].map((number) => {
  const items = { type: 'category', ids: [`cat_${number}`] };
  const onItems = number < 3;
  return {
    lane: onItems ? 'ITEM' : 'ORDER',
    conditions: number % 2 ? [{ type: 'minimum_amount', amounts: { EUR: '5.00' } }] : [],
    action: onItems ? { type: 'percent_off_items', percent: '5', items } : { type: 'percent_off_order', percent: '2' },
  };
});

/** One of those that are for other goods, other groups or other stores. */
const other = (number) => ({
  lane: number % 5 < 3 ? 'ITEM' : 'ORDER',
  conditions:
    number % 3 === 0
      ? [{ type: 'group', ids: [`cgr_${number}`] }]
      : number % 3 === 1
        ? [{ type: 'store', ids: [`loc_${number}`] }]
        : [],
  action: { type: 'percent_off_items', percent: '5', items: { type: 'category', ids: [`other_${number}`] } },
});

const promotionOf = (number) => {
  const { lane, conditions, action } = applying[number] ?? other(number);
  return {
    id: `promo_${String(number).padStart(6, '0')}`,
    name: { en: `Offer ${number}` },
    code: null,
    ...{ lane, sequence: number, version: 1n, limited: false, ...always },
    conditions: parseConditions(conditions),
    action: parseAction(action, lane),
  };
};

/** The rules of a channel with so many promotions and so many price lists, three of which the buyer may have. */
export function partsOf(promotions, lists = 3) {
  const contract = (number) =>
    listOf(`pl_contract_${number}`, { audience: { ...everybody, organizationIds: [`org_${number}`] } });
  const own = [listOf('pl_base'), listOf('pl_sale', { sale: true, priority: 1 }), contract(0)];
  return {
    version: 7n,
    channelId: 'chan_web',
    homeCountry: 'NL',
    lists: [...own, ...Array.from({ length: Math.max(0, lists - 3) }, (_, number) => contract(number + 1))],
    promotions: Array.from({ length: promotions }, (_, number) => promotionOf(number)),
    taxZones: [{ id: 'txz_nl', countries: ['NL'] }],
    taxRates: [{ id: 'txr_21', classId: 'txc_standard', zoneId: 'txz_nl', name: '21 %', percent: 21n * million, ...always }],
    shippingMethods: [
      {
        ...{
          id: 'ship_flat',
          code: 'flat',
          name: { en: 'Parcel' },
          kind: 'FLAT_RATE',
          countries: [],
          taxClassId: 'txc_standard',
        },
        rates: new Map([[currency, { amount: 4_950_000n, entry: 'GROSS' }]]),
      },
    ],
  };
}

/** A channel as a request names it. */
export const channel = { id: 'chan_web', country: 'NL' };

/** The rules of a shop with so many promotions and so many price lists. */
export function rulesOf(promotions, lists) {
  const { channelId, homeCountry, ...rules } = partsOf(promotions, lists);
  return {
    ...rules,
    conventions: new Map(),
    shippingMethods: rules.shippingMethods.map((each) => ({ ...each, channelId: null })),
  };
}

/** The same, compiled. */
export const termsOf = (promotions, lists) => compileTerms(partsOf(promotions, lists));

/** A basket of so many lines, each of a variant of its own with a price in three lists. */
export function basketOf(lines) {
  const price = (number, listId, amount) => ({
    ...{ id: `prc_${listId}_${number}`, listId, minQuantity: 0n, amount, compareAt: null },
  });
  const line = (_, number) => ({
    id: `line_${number}`,
    variantId: `var_${number}`,
    quantity: BigInt(1 + (number % 3)) * 1000n,
    taxClassId: 'txc_standard',
    prices: ['pl_base', 'pl_sale', 'pl_contract_0'].map((list, place) =>
      price(number, list, BigInt(5 + place + (number % 90)) * million),
    ),
    item: {
      productId: `prod_${number}`,
      categoryIds: [`cat_${number % 5}`, 'cat_all'],
      collectionIds: [],
      attributes: { color: ['red'], size: ['m'] },
      floorPrice: null,
    },
  });
  return {
    currency,
    buyer: { customerId: 'cus_1', groupIds: ['cgr_x'], unitIds: ['org_0'] },
    locationId: null,
    lines: Array.from({ length: lines }, line),
    codes: [],
    shippingMethodId: 'ship_flat',
    country: 'NL',
  };
}
