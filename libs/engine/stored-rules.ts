import type { CurrencyCode } from '#kernel';
import { compileTerms, type TermsParts } from './compile-terms.js';
import { defaultConventions } from './conventions.js';
import { parseAction, parseConditions } from './promotions/parse.js';
import type { PromotionTerms } from './promotions/promotion.js';
import type { ShippingMethodTerms, ShippingRate, Terms } from './terms.js';

/** A promotion with its rules as they are written, not as they run. */
type StoredPromotion = Omit<PromotionTerms, 'conditions' | 'action' | 'maxDiscount'> & {
  readonly conditions: readonly object[];
  readonly action: object;
  readonly maxDiscount?: readonly (readonly [CurrencyCode, bigint])[];
};

type StoredMethod = Omit<ShippingMethodTerms, 'rates'> & { readonly rates: readonly (readonly [CurrencyCode, ShippingRate])[] };

/** Rules of a channel as plain data that survives `toJson`: what is kept with an order, and what a till is sent. */
export interface StoredRules extends Omit<TermsParts, 'promotions' | 'shippingMethods' | 'storeZones'> {
  readonly storeZones?: readonly (readonly [string, string])[];
  readonly promotions: readonly StoredPromotion[];
  readonly shippingMethods: readonly StoredMethod[];
}

/** A promotion as it is stored. */
export function storedPromotion({ conditions, action, maxDiscount, ...promotion }: PromotionTerms): StoredPromotion {
  return {
    ...promotion,
    ...(maxDiscount && { maxDiscount: [...maxDiscount] }),
    conditions: conditions.map(({ definition }) => definition),
    action: action.definition,
  };
}

/** A shipping method as it is stored. */
export function storedMethod(method: ShippingMethodTerms): StoredMethod {
  return { ...method, rates: [...method.rates] };
}

/** Stored rules, compiled. */
export function termsFrom({ storeZones, ...rules }: StoredRules): Terms {
  return compileTerms({
    ...rules,
    ...(storeZones && { storeZones: new Map(storeZones) }),
    // what was priced before a convention was thought of was priced by its default
    conventions: { ...defaultConventions, ...rules.conventions },
    shippingMethods: rules.shippingMethods.map((method) => ({ ...method, rates: new Map(method.rates) })),
    promotions: rules.promotions.map(({ maxDiscount, ...promotion }) => ({
      ...promotion,
      ...(maxDiscount && { maxDiscount: new Map(maxDiscount) }),
      conditions: parseConditions(promotion.conditions),
      action: parseAction(promotion.action, promotion.lane),
    })),
  });
}
