import type { Id } from '#kernel';
import { defaultConventions, type Conventions } from './conventions.js';
import { ratesByTarget, type ConversionRate } from './prices/conversion.js';
import { CompiledLists } from './prices/compiled-lists.js';
import { CompiledPromotions } from './promotions/compiled-promotions.js';
import type { PromotionGroupTerms, PromotionTerms } from './promotions/promotion.js';
import { noPromotions } from './promotions/promotion-index.js';
import type { PriceListTerms, ShippingMethodTerms, TaxRateTerms, TaxZoneTerms, Terms } from './terms.js';
import { boundsOf, byId, latestFirst } from './validity.js';

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
  /** None unless said. */
  readonly conversionRates?: readonly ConversionRate[];
}

/** Rules that are compiled as a whole: there are few of them. */
type FewParts = Pick<TermsParts, 'groups' | 'taxZones' | 'taxRates' | 'conversionRates'>;

/** Groups, taxes and conversion rates, indexed; the instants are theirs. */
type FewTerms = Pick<Terms, 'groups' | 'zoneOf' | 'taxRates' | 'conversionRates' | 'instants'>;

/** The rules of a channel, each kind compiled on its own: what has not changed may be taken from former terms. */
export interface CompiledParts {
  readonly lists: CompiledLists;
  readonly promotions: CompiledPromotions;
  readonly few: FewTerms;
}

/** Indexes the rules by what asks for them, once per change; the order in which they come makes no difference. */
export function compileTerms(parts: TermsParts): Terms {
  const { lists, promotions } = parts;
  return termsOfParts(parts, {
    lists: CompiledLists.of(lists),
    promotions: CompiledPromotions.of(promotions),
    few: compileFew(parts),
  });
}

/** Puts together the terms of a channel of what has been compiled. */
export function termsOfParts(
  parts: Omit<TermsParts, 'lists' | 'promotions' | keyof FewParts>,
  { lists, promotions, few }: CompiledParts,
): Terms {
  const { conventions = defaultConventions } = parts;
  return {
    version: parts.version,
    channelId: parts.channelId,
    conventions,
    homeCountry: parts.homeCountry ?? null,
    timeZone: parts.timeZone ?? 'UTC',
    storeZones: parts.storeZones ?? new Map(),
    names: parts.names ?? new Map(),
    lists: lists.byId,
    derivedLists: lists.derived,
    promotions: promotions.index,
    codes: promotions.codesIn(conventions.codeCase),
    singleUse: promotions.singleUse,
    shippingMethods: new Map(parts.shippingMethods.map((method) => [method.id, method])),
    ...few,
    instants: [lists.instants, ...few.instants],
  };
}

/** Compiles the rules of which there are few. */
export function compileFew({ groups = [], taxZones, taxRates, conversionRates = [] }: FewParts): FewTerms {
  return {
    groups: new Map(groups.map((group) => [group.id, group])),
    zoneOf: zoneByCountry(taxZones),
    taxRates: ratesByZoneAndClass(taxRates),
    conversionRates: ratesByTarget(conversionRates),
    instants: [boundsOf(taxRates), boundsOf(conversionRates)],
  };
}

/** The terms with other price lists, and without promotions: what prices by themselves come to. */
export function withLists(terms: Terms, lists: readonly PriceListTerms[]): Terms {
  const { byId: found, derived } = CompiledLists.of(lists);
  return { ...terms, lists: found, derivedLists: derived, promotions: noPromotions };
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
