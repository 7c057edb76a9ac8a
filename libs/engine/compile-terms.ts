import type { Id } from '#kernel';
import { defaultConventions, type Conventions } from './conventions.js';
import { DerivedLists } from './prices/derived-lists.js';
import {
  canonicalCode,
  inOrderOfEvaluation,
  isAskedFor,
  type PromotionGroupTerms,
  type PromotionTerms,
} from './promotions/promotion.js';
import { PromotionIndex } from './promotions/promotion-index.js';
import type { PriceListTerms, ShippingMethodTerms, TaxRateTerms, TaxZoneTerms, Terms } from './terms.js';
import { byId, latestFirst, type Validity } from './validity.js';

/** The rules of one channel as they are stored, in any order. */
export interface TermsParts {
  readonly version: bigint;
  readonly channelId: Id<'channel'>;
  readonly conventions?: Conventions;
  /** None unless said. */
  readonly homeCountry?: string | null;
  /** UTC unless said. */
  readonly timeZone?: string;
  readonly storeZones?: ReadonlyMap<string, string>;
  readonly lists: readonly PriceListTerms[];
  readonly promotions: readonly PromotionTerms[];
  readonly groups?: readonly PromotionGroupTerms[];
  readonly names?: Terms['names'];
  readonly taxZones: readonly TaxZoneTerms[];
  readonly taxRates: readonly TaxRateTerms[];
  readonly shippingMethods: readonly ShippingMethodTerms[];
}

/** Indexes the rules by what asks for them, once per change; the order in which they come makes no difference. */
export function compileTerms(parts: TermsParts): Terms {
  const { conventions = defaultConventions } = parts;
  const promotions = parts.promotions.toSorted(inOrderOfEvaluation);
  return {
    version: parts.version,
    channelId: parts.channelId,
    conventions,
    homeCountry: parts.homeCountry ?? null,
    timeZone: parts.timeZone ?? 'UTC',
    storeZones: parts.storeZones ?? new Map(),
    names: parts.names ?? new Map(),
    groups: new Map((parts.groups ?? []).map((group) => [group.id, group])),
    lists: new Map(parts.lists.map((list) => [list.id, list])),
    derivedLists: new DerivedLists(parts.lists),
    promotions: new PromotionIndex(promotions.filter((each) => !isAskedFor(each))),
    codes: promotionsByCode(promotions, conventions),
    singleUse: new Map(promotions.flatMap((each) => (each.singleUse ? [[each.id, each] as const] : []))),
    zoneOf: zoneByCountry(parts.taxZones),
    taxRates: ratesByZoneAndClass(parts.taxRates),
    shippingMethods: new Map(parts.shippingMethods.map((method) => [method.id, method])),
    instants: instantsOf([...parts.lists, ...parts.taxRates]),
  };
}

/** The terms with other price lists, and without promotions: what prices by themselves come to. */
export function withLists(terms: Terms, lists: readonly PriceListTerms[]): Terms {
  return {
    ...terms,
    lists: new Map(lists.map((list) => [list.id, list])),
    derivedLists: new DerivedLists(lists),
    promotions: new PromotionIndex([]),
  };
}

function promotionsByCode(promotions: readonly PromotionTerms[], { codeCase }: Conventions): Terms['codes'] {
  // of two with the same code the first in order of evaluation
  const backwards = promotions.toReversed();
  return new Map(
    backwards.flatMap((each) => {
      const { code, codes = code === null ? [] : [code] } = each;
      return codes.map((one) => [canonicalCode(one, codeCase), each] as const);
    }),
  );
}

function instantsOf(rules: readonly Validity[]): number[] {
  const instants = rules.flatMap(({ validFrom, validTo }) => [validFrom, validTo]).filter((instant) => instant !== null);
  return [...new Set(instants)].sort((a, b) => a - b);
}

function zoneByCountry(zones: readonly TaxZoneTerms[]): Terms['zoneOf'] {
  const byCountry = new Map<string, Id<'taxZone'>>();
  for (const { id, countries } of zones.toSorted(byId))
    for (const country of countries) if (!byCountry.has(country)) byCountry.set(country, id);
  return byCountry;
}

function ratesByZoneAndClass(rates: readonly TaxRateTerms[]): Terms['taxRates'] {
  const byZone = new Map<Id<'taxZone'>, Map<Id<'taxClass'>, TaxRateTerms[]>>();
  for (const rate of rates.toSorted((a, b) => latestFirst(a, b) || byId(a, b))) {
    const byClass = byZone.get(rate.zoneId) ?? new Map<Id<'taxClass'>, TaxRateTerms[]>();
    byZone.set(rate.zoneId, byClass);
    byClass.set(rate.classId, [...(byClass.get(rate.classId) ?? []), rate]);
  }
  return byZone;
}
