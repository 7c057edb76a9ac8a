import fc from 'fast-check';
import { formatDecimal, type Id } from '#kernel';
import type { Basket } from './basket.js';
import { aLine, aList, aMethod, aPrice, aPromotion, aTerms, euro } from './builders.js';
import { conventionChoices, type Conventions } from './conventions.js';
import { parseAction, parseConditions } from './promotions/parse.js';
import type { Lane, PromotionGroupTerms, PromotionTerms } from './promotions/promotion.js';
import type { Terms } from './terms.js';

const selectors = [
  { type: 'category', ids: ['cat_a'] },
  { type: 'product', ids: ['prod_0', 'prod_1'] },
  { type: 'variant', ids: ['var_2'] },
  { type: 'attribute', code: 'color', values: ['red'] },
  { type: 'on_sale' },
  { type: 'none', items: [{ type: 'collection', ids: ['col_a'] }] },
];
const percent = fc.integer({ min: 1, max: 100 }).map(String);
const euros = fc.integer({ min: 1, max: 6000 }).map((minor) => ({ amounts: { EUR: formatDecimal(BigInt(minor), 2) } }));
const entry = fc.constantFrom('NET', 'GROSS');
const items = fc.constantFrom(...selectors.map((selector) => ({ items: selector })), {});
const small = fc.integer({ min: 1, max: 3 });

const goodsActions = [
  fc.record({ type: fc.constant('percent_off_order'), percent }),
  fc.tuple(fc.record({ type: fc.constant('percent_off_items'), percent }), items),
  fc.tuple(fc.record({ type: fc.constant('amount_off_order'), entry }), euros),
  fc.tuple(fc.record({ type: fc.constant('amount_off_items'), entry, each: fc.constantFrom('UNIT', 'LINE') }), euros, items),
  fc.tuple(fc.record({ type: fc.constant('fixed_price_items'), entry }), euros, items),
  fc.tuple(fc.record({ type: fc.constant('n_for_m'), take: fc.constantFrom(2, 3), pay: fc.constant(1) }), items),
  fc.tuple(fc.record({ type: fc.constant('cheapest_free'), of: fc.constantFrom(2, 3) }), items),
  fc.tuple(items, items, small, percent).map(([bought, got, quantity, off]) => ({
    type: 'buy_x_get_y',
    buy: { ...bought, quantity },
    get: { ...got, quantity: 1, percent: off },
  })),
  fc.record({ type: fc.constant('gift'), variantId: fc.constantFrom('var_0', 'var_gift'), quantity: fc.constant(1) }),
];
const shippingActions = [
  fc.constant({ type: 'free_shipping' }),
  fc.record({ type: fc.constant('percent_off_shipping'), percent }),
  fc.tuple(fc.record({ type: fc.constant('amount_off_shipping'), entry }), euros),
];
const basis = fc.constantFrom('BEFORE', 'AFTER_ITEM', 'AFTER_ALL');
const conditions = fc.oneof(
  fc.tuple(fc.record({ type: fc.constant('minimum_amount'), basis }), euros, items),
  fc.tuple(fc.record({ type: fc.constant('minimum_quantity'), quantity: small.map(String) }), items),
  fc.constant({ type: 'country', codes: ['NL'] }),
  fc.constant({ type: 'none', conditions: [{ type: 'signed_in' }] }),
  fc.constant({ type: 'clock', weekdays: ['SUN', 'MON'] }),
);
/** A definition of the parts that were drawn for it. */
const merged = (parts: object): object => (Array.isArray(parts) ? { ...mergedAll(parts) } : parts);
const mergedAll = (parts: readonly object[]): object => parts.reduce((all, part) => ({ ...all, ...part }), {});

/** Any promotion of a lane: it may stand in one of the groups `ITEM`, `ORDER`, `ANY` and `INNER`, and have a code, a cap, or be reimbursed. */
const anyPromotion = fc.constantFrom<Lane>('ITEM', 'ORDER', 'ORDER', 'SHIPPING').chain((lane) =>
  fc
    .record({
      action: fc.oneof(...(lane === 'SHIPPING' ? shippingActions : goodsActions)),
      conditions: fc.array(conditions, { maxLength: 2 }),
      groupId: fc.constantFrom(null, null, lane, 'ANY', 'INNER'),
      stacking: fc.constantFrom('COMBINES' as const, 'COMBINES' as const, 'STOPS' as const, 'EXCLUDES' as const),
      sequence: fc.integer({ min: 0, max: 3 }),
      number: fc.integer({ min: 0, max: 9999 }),
      coded: fc.boolean(),
      most: fc.constantFrom(null, 0n, 500n, 5000n),
      reducesTaxBase: fc.constantFrom(true, true, false),
    })
    .map(({ action, conditions: asked, number, coded, most, ...promotion }): PromotionTerms => ({
      ...aPromotion('1', { lane, ...promotion }),
      id: `promo_${number}` as Id<'promotion'>,
      code: coded ? `CODE${number}` : null,
      action: parseAction(merged(action), lane),
      conditions: parseConditions(asked.map(merged)),
      ...(most !== null && { maxDiscount: new Map([[euro, most]]) }),
    })),
);

const node = fc.record({
  mode: fc.constantFrom('STACK' as const, 'FIRST' as const, 'HIGHEST' as const, 'LOWEST' as const),
  scope: fc.constantFrom('ITEM' as const, 'ORDER' as const),
  stacking: fc.constantFrom('COMBINES' as const, 'STOPS' as const, 'EXCLUDES' as const),
  sequence: fc.integer({ min: 0, max: 3 }),
});
const anyGroups = fc
  .tuple(node, node, node, fc.constantFrom('STACK' as const, 'BEST_DEAL' as const))
  .map(([first, second, third, mode]): PromotionGroupTerms[] => [
    { ...first, id: 'ITEM', parentId: null },
    { ...second, id: 'ORDER', parentId: null },
    { ...third, id: 'ANY', parentId: null, mode },
    { ...third, id: 'INNER', parentId: 'ANY', mode: 'STACK' },
  ]);

const lists = [
  aList({ id: 'pl_gross' as Id<'priceList'> }),
  aList({ id: 'pl_net' as Id<'priceList'>, entry: 'NET' }),
  aList({ id: 'pl_sale' as Id<'priceList'>, sale: true, priority: 1 }),
  aList({ id: 'pl_bands' as Id<'priceList'>, tierMode: 'GRADUATED' }),
];
const anyPrices = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...lists), fc.integer({ min: 0, max: 99_999 }))
    .map(([{ id }, cents]) => aPrice(formatDecimal(BigInt(cents), 3), '0', { id: `prc_${id}` as Id<'price'>, listId: id })),
  { maxLength: 3, selector: ({ listId }) => listId },
);
const anyLine = fc
  .record({
    prices: anyPrices,
    quantity: fc.constantFrom('1', '2', '3', '5', '0.25', '2.5'),
    number: fc.integer({ min: 0, max: 3 }),
    reduced: fc.boolean(),
    floor: fc.constantFrom(null, null, 5_000_000n),
    tags: fc.subarray(['cat_a', 'col_a', 'red']),
  })
  .map(({ prices, quantity, number, reduced, floor, tags }) =>
    aLine(quantity, prices, {
      variantId: `var_${number}` as Id<'variant'>,
      taxClassId: (reduced ? 'txc_reduced' : 'txc_standard') as Id<'taxClass'>,
      item: {
        productId: `prod_${number}` as Id<'product'>,
        categoryIds: tags.filter((tag) => tag === 'cat_a'),
        collectionIds: tags.filter((tag) => tag === 'col_a'),
        attributes: { color: tags.filter((tag) => tag === 'red') },
        floorPrice: floor,
      },
    }),
  );
const anyConventions = fc.record(
  Object.fromEntries(Object.entries(conventionChoices).map(([key, choices]) => [key, fc.constantFrom<string>(...choices)])),
) as unknown as fc.Arbitrary<Conventions>;

/** What is there of the variants that promotions may give; of one of them the price may be missing. */
const anyGifts = fc.subarray(['var_0', 'var_gift']).chain((variants) =>
  fc.tuple(
    ...variants.map((id) =>
      fc.record({
        variantId: fc.constant(id as Id<'variant'>),
        taxClassId: fc.constant('txc_reduced' as Id<'taxClass'>),
        prices: anyPrices,
        available: fc.constantFrom(null, 0n, 1500n),
      }),
    ),
  ),
);

/** Terms and a basket as no shop would have them, and yet they must come out right. For specs. */
export interface AnyCase {
  readonly promotions: readonly PromotionTerms[];
  readonly groups: readonly PromotionGroupTerms[];
  readonly conventions: Conventions;
  readonly basket: Basket;
}

/** Any case: promotions of every kind, in groups of every mode, under any conventions. */
export const anyCase: fc.Arbitrary<AnyCase> = fc
  .record({
    lines: fc.array(anyLine, { maxLength: 5 }),
    promotions: fc.uniqueArray(anyPromotion, { maxLength: 7, selector: ({ id }) => id }),
    groups: anyGroups,
    conventions: anyConventions,
    country: fc.constantFrom('NL', 'DE', 'US'),
    shippingMethodId: fc.constantFrom(null, 'ship_flat' as Id<'shippingMethod'>),
    gifts: anyGifts,
    declined: fc.integer({ min: 0, max: 9999 }),
  })
  .map(({ lines, promotions, groups, conventions, country, shippingMethodId, gifts, declined }) => ({
    ...{ promotions, groups, conventions },
    basket: {
      ...{ currency: euro, locationId: null, country, shippingMethodId },
      buyer: { customerId: null, groupIds: [], unitIds: [] },
      lines: lines.map((line, index) => ({ ...line, id: `line_${index}` })),
      codes: promotions.flatMap(({ code }) => code ?? []),
      gifts,
      declinedGifts: [`promo_${declined}` as Id<'promotion'>],
    },
  }));

/** The terms of a case. */
export function termsOf({ promotions, groups, conventions }: Omit<AnyCase, 'basket'>): Terms {
  return aTerms({ promotions, groups, conventions, lists, shippingMethods: [aMethod('6.05')], homeCountry: 'NL' });
}
