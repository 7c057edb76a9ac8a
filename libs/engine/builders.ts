import { parseDecimal, percentScale, priceScale, quantityScale, stranger, type CurrencyCode, type Id } from '#kernel';
import type { Basket, BasketLine, ItemFacts, PriceCandidate } from './basket.js';
import { compileTerms, type TermsParts } from './compile-terms.js';
import { draftOf } from './draft.js';
import { everybody } from './prices/audience.js';
import type { Fields } from './promotions/fields.js';
import { parseAction, parseConditions } from './promotions/parse.js';
import type { ConditionTerms, PromotionTerms } from './promotions/promotion.js';
import type { Standing } from './promotions/standing.js';
import type { PriceListTerms, ShippingMethodTerms, TaxRateTerms, Terms } from './terms.js';

/** An instant for tests: 2027-03-28 at noon, UTC. */
export const noon = Date.UTC(2027, 2, 28, 12);

/** The currency of whatever a test does not say otherwise of. */
export const euro = 'EUR' as CurrencyCode;

/** A price list in force: EUR, gross, volume tiers, for everybody. */
export function aList(over: Partial<PriceListTerms> = {}): PriceListTerms {
  return {
    id: 'pl_base' as Id<'priceList'>,
    code: 'base',
    entry: 'GROSS',
    tierMode: 'VOLUME',
    currency: euro,
    audience: everybody,
    priority: 0,
    validFrom: null,
    validTo: null,
    ...over,
  };
}

/** A price row of the base list. */
export function aPrice(amount: string, from = '0', over: Partial<PriceCandidate> = {}): PriceCandidate {
  return {
    id: `prc_${amount}` as Id<'price'>,
    listId: 'pl_base' as Id<'priceList'>,
    minQuantity: parseDecimal(from, quantityScale),
    amount: parseDecimal(amount, priceScale),
    compareAt: null,
    ...over,
  };
}

/** A line: `aLine('2', [aPrice('10.00')])`, of a variant and a standard tax class. */
export function aLine(quantity: string, prices: readonly PriceCandidate[], over: Partial<BasketLine> = {}): BasketLine {
  return {
    id: 'line_1',
    variantId: 'var_a' as Id<'variant'>,
    quantity: parseDecimal(quantity, quantityScale),
    taxClassId: 'txc_standard' as Id<'taxClass'>,
    prices,
    ...over,
  };
}

/** What is known of an item: nothing in particular. */
export function anItem(over: Partial<ItemFacts> = {}): ItemFacts {
  return { productId: null, categoryIds: [], collectionIds: [], attributes: {}, floorPrice: null, ...over };
}

/** A stranger's basket in euro that stays in the Netherlands; each line is given an id and a variant of its own. */
export function aBasket(lines: readonly BasketLine[], over: Partial<Basket> = {}): Basket {
  const own = lines.map((line, index) => ({ ...line, id: `line_${index + 1}`, variantId: `var_${index + 1}` as Id<'variant'> }));
  const open = { codes: [], shippingMethodId: null, country: 'NL', buyer: stranger, locationId: null };
  return { currency: euro, lines: own, ...open, ...over };
}

/** A tax rate in force in the Netherlands on the standard class. */
export function aRate(percent: string, over: Partial<TaxRateTerms> = {}): TaxRateTerms {
  return {
    id: `txr_${percent}` as Id<'taxRate'>,
    classId: 'txc_standard' as Id<'taxClass'>,
    zoneId: 'txz_nl' as Id<'taxZone'>,
    name: `VAT ${percent} %`,
    percent: parseDecimal(percent, percentScale),
    validFrom: null,
    validTo: null,
    ...over,
  };
}

/** A promotion in force: so many percent off the order, by itself. */
export function aPromotion(percent: string, over: Partial<PromotionTerms> = {}): PromotionTerms {
  return {
    id: `promo_${percent}` as Id<'promotion'>,
    name: { en: `${percent} % off` },
    code: null,
    lane: 'ORDER',
    sequence: 0,
    conditions: [],
    action: parseAction({ type: 'percent_off_order', percent }, 'ORDER'),
    validFrom: null,
    validTo: null,
    version: 1n,
    limited: false,
    ...over,
  };
}

/** A promotion in force that gives what the definition of an action says, by itself and in lane ITEM unless said. */
export function anOffer(definition: Fields, over: Partial<PromotionTerms> = {}): PromotionTerms {
  const { lane = 'ITEM' } = over;
  const id = `promo_${String(definition['type'])}` as Id<'promotion'>;
  return aPromotion('1', { id, lane, action: parseAction(definition, lane), ...over });
}

/** A flat rate of so much in euro, gross, to everywhere. */
export function aMethod(amount: string, over: Partial<ShippingMethodTerms> = {}): ShippingMethodTerms {
  return {
    id: 'ship_flat' as Id<'shippingMethod'>,
    code: 'flat',
    name: { en: 'Parcel' },
    kind: 'FLAT_RATE',
    countries: [],
    taxClassId: 'txc_standard' as Id<'taxClass'>,
    rates: new Map([[euro, { amount: parseDecimal(amount, priceScale), entry: 'GROSS' }]]),
    ...over,
  };
}

/** Terms with the base list, zones for NL, DE and US, 21 % and 6 % in NL, 19 % in DE. */
export function aTerms(over: Partial<TermsParts> = {}): Terms {
  return compileTerms({
    version: 7n,
    channelId: 'chan_web' as Id<'channel'>,
    lists: [aList()],
    promotions: [],
    taxZones: ['NL', 'DE', 'US'].map((country) => ({
      id: `txz_${country.toLowerCase()}` as Id<'taxZone'>,
      countries: [country],
    })),
    taxRates: [
      aRate('21'),
      aRate('6', { classId: 'txc_reduced' as Id<'taxClass'> }),
      aRate('19', { zoneId: 'txz_de' as Id<'taxZone'> }),
    ],
    shippingMethods: [],
    ...over,
  });
}

/** A condition of this definition. */
export function aCondition(definition: unknown): ConditionTerms {
  const [condition] = parseConditions([definition]);
  if (!condition) throw new RangeError('no condition');
  return condition;
}

/** A basket as it stands before any promotion, at noon and by the terms of `aTerms`. */
export function aStanding(basket: Basket, over: Partial<Standing> = {}): Standing {
  return { ...draftOf(aTerms(), basket, noon), ...over };
}
