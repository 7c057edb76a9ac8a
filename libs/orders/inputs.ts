import {
  canonicalCode,
  compileTerms,
  fromJson,
  narrowedTo,
  parseAction,
  parseConditions,
  priceBasket,
  toJson,
  type Basket,
  type Json,
  type PricedBasket,
  type PromotionTerms,
  type ShippingMethodTerms,
  type ShippingRate,
  type Terms,
  type TermsParts,
} from '#engine';
import type { PricedCart } from '#cart/rules';
import type { CurrencyCode } from '#kernel';

/** A promotion with its rules as they are written, not as they run. */
type StoredPromotion = Omit<PromotionTerms, 'conditions' | 'action'> & {
  readonly conditions: readonly object[];
  readonly action: object;
};

type StoredMethod = Omit<ShippingMethodTerms, 'rates'> & { readonly rates: readonly (readonly [CurrencyCode, ShippingRate])[] };

/** Everything that an order's amounts were computed from: running the engine on it again gives the same minor units. */
export interface PricingInputs {
  readonly at: number;
  readonly basket: Basket;
  /** The rules that had a say, as they were. */
  readonly rules: Omit<TermsParts, 'promotions' | 'shippingMethods'> & {
    readonly promotions: readonly StoredPromotion[];
    readonly shippingMethods: readonly StoredMethod[];
  };
}

/** What to keep so that the order can be explained and replayed years later. */
export function inputsOf({ basket, priced }: PricedCart, terms: Terms): Json<PricingInputs> {
  const candidates = new Set(basket.lines.flatMap(({ prices }) => prices.map(({ listId }) => listId)));
  const applied = new Set(priced.discounts.map(({ promotionId }) => promotionId));
  const entered = new Set(basket.codes);
  const zone = terms.zoneOf.get(basket.country);
  const method = basket.shippingMethodId === null ? undefined : terms.shippingMethods.get(basket.shippingMethodId);
  const classes = new Set([...basket.lines.map(({ taxClassId }) => taxClassId), method?.taxClassId]);
  const asker = { ...basket, channelId: terms.channelId };
  const rates = [...(zone ? (terms.taxRates.get(zone)?.values() ?? []) : [])].flat();
  return toJson({
    at: priced.at,
    basket,
    rules: {
      version: terms.version,
      channelId: terms.channelId,
      conventions: terms.conventions,
      lists: [...candidates].flatMap((id) => {
        const list = terms.lists.get(id);
        return list ? [{ ...list, audience: narrowedTo(list.audience, asker) }] : [];
      }),
      promotions: [...terms.promotions, ...terms.codes.values()]
        .filter(({ id, code }) => applied.has(id) || (code !== null && entered.has(canonicalCode(code))))
        .map(stored),
      taxZones: zone ? [{ id: zone, countries: [basket.country] }] : [],
      taxRates: rates.filter(({ classId }) => classes.has(classId)),
      shippingMethods: method ? [{ ...method, rates: [...method.rates] }] : [],
    },
  });
}

/** Computes the order's amounts again from what was kept, and says why they are what they are. */
export function replay(inputs: Json<PricingInputs>): PricedBasket {
  const { at, basket, rules } = fromJson(inputs);
  const shippingMethods = rules.shippingMethods.map((method) => ({ ...method, rates: new Map(method.rates) }));
  const promotions = rules.promotions.map((promotion) => ({
    ...promotion,
    conditions: parseConditions(promotion.conditions),
    action: parseAction(promotion.action, promotion.lane),
  }));
  return priceBasket(compileTerms({ ...rules, promotions, shippingMethods }), basket, at, { explain: true });
}

function stored({ conditions, action, ...promotion }: PromotionTerms): StoredPromotion {
  return { ...promotion, conditions: conditions.map(({ definition }) => definition), action: action.definition };
}
