import {
  clockZone,
  compileTerms,
  defaultConventions,
  fromJson,
  narrowedTo,
  parseAction,
  parseConditions,
  priceBasket,
  toJson,
  type Basket,
  type Json,
  type PricedBasket,
  type PromotionGroupTerms,
  type PromotionTerms,
  type ShippingMethodTerms,
  type ShippingRate,
  type TaxZoneTerms,
  type Terms,
  type TermsParts,
} from '#engine';
import type { PricedCart } from '#cart/rules';
import type { CurrencyCode } from '#kernel';

/** A promotion with its rules as they are written, not as they run. */
type StoredPromotion = Omit<PromotionTerms, 'conditions' | 'action' | 'maxDiscount'> & {
  readonly conditions: readonly object[];
  readonly action: object;
  readonly maxDiscount?: readonly (readonly [CurrencyCode, bigint])[];
};

type StoredMethod = Omit<ShippingMethodTerms, 'rates'> & { readonly rates: readonly (readonly [CurrencyCode, ShippingRate])[] };

/** Everything that an order's amounts were computed from: running the engine on it again gives the same minor units. */
export interface PricingInputs {
  readonly at: number;
  readonly basket: Basket;
  /** The rules that had a say, as they were: also those that another of their group went before, and those whose conditions did not hold. */
  readonly rules: Omit<TermsParts, 'promotions' | 'shippingMethods' | 'storeZones'> & {
    readonly promotions: readonly StoredPromotion[];
    readonly shippingMethods: readonly StoredMethod[];
  };
}

/** What to keep so that the order can be explained and replayed years later. */
export function inputsOf({ basket, priced }: Pick<PricedCart, 'basket' | 'priced'>, terms: Terms): Json<PricingInputs> {
  const candidates = new Set(basket.lines.flatMap(({ prices }) => prices.map(({ listId }) => listId)));
  const promotions = visited(terms, basket, priced.at);
  const taxZones = zonesOf(terms, new Set([basket.country, terms.homeCountry ?? basket.country]));
  const method = basket.shippingMethodId === null ? undefined : terms.shippingMethods.get(basket.shippingMethodId);
  const classes = new Set([...basket.lines.map(({ taxClassId }) => taxClassId), method?.taxClassId]);
  const asker = { ...basket, channelId: terms.channelId };
  const rates = taxZones.flatMap(({ id }) => [...(terms.taxRates.get(id)?.values() ?? [])].flat());
  return toJson({
    at: priced.at,
    basket,
    rules: {
      version: terms.version,
      channelId: terms.channelId,
      conventions: terms.conventions,
      homeCountry: terms.homeCountry,
      lists: [...candidates].flatMap((id) => {
        const list = terms.lists.get(id);
        return list ? [{ ...list, audience: narrowedTo(list.audience, asker) }] : [];
      }),
      timeZone: clockZone(terms, basket),
      promotions: promotions.map(stored),
      groups: groupsOf(promotions, terms),
      taxZones,
      taxRates: rates.filter(({ classId }) => classes.has(classId)),
      shippingMethods: method ? [{ ...method, rates: [...method.rates] }] : [],
    },
  });
}

/** The zones of these countries, as far as they reach. */
function zonesOf({ zoneOf }: Terms, countries: ReadonlySet<string>): TaxZoneTerms[] {
  const zones = new Set([...countries].flatMap((country) => zoneOf.get(country) ?? []));
  return [...zones].map((id) => ({ id, countries: [...countries].filter((country) => zoneOf.get(country) === id) }));
}

/** Computes the order's amounts again from what was kept, and says why they are what they are. */
export function replay(inputs: Json<PricingInputs>): PricedBasket {
  const { at, basket, rules } = fromJson(inputs);
  const shippingMethods = rules.shippingMethods.map((method) => ({ ...method, rates: new Map(method.rates) }));
  const promotions = rules.promotions.map(({ maxDiscount, ...promotion }) => ({
    ...promotion,
    ...(maxDiscount && { maxDiscount: new Map(maxDiscount) }),
    conditions: parseConditions(promotion.conditions),
    action: parseAction(promotion.action, promotion.lane),
  }));
  // what was priced before a convention was thought of was priced by its default
  const conventions = { ...defaultConventions, ...rules.conventions };
  return priceBasket(compileTerms({ ...rules, conventions, promotions, shippingMethods }), basket, at, { explain: true });
}

/** The promotions that had their turn. */
function visited(terms: Terms, basket: Basket, at: number): PromotionTerms[] {
  const { trace } = priceBasket(terms, basket, at, { explain: true });
  const ids = new Set(trace?.promotions.map(({ promotionId }) => promotionId));
  return [...terms.promotions.all, ...terms.codes.values()].filter(({ id }) => ids.has(id));
}

/** The groups that promotions stand in, with those around them. */
function groupsOf(promotions: readonly PromotionTerms[], { groups }: Terms): PromotionGroupTerms[] {
  const found = new Set<PromotionGroupTerms>();
  for (const { groupId } of promotions) {
    let group = groups.get(groupId ?? '');
    while (group && !found.has(group)) {
      found.add(group);
      group = groups.get(group.parentId ?? '');
    }
  }
  return [...found];
}

function stored({ conditions, action, maxDiscount, ...promotion }: PromotionTerms): StoredPromotion {
  return {
    ...promotion,
    ...(maxDiscount && { maxDiscount: [...maxDiscount] }),
    conditions: conditions.map(({ definition }) => definition),
    action: action.definition,
  };
}
