import type { Id } from '#kernel';
import { promotionsIn } from '../inputs.js';
import { kindOf } from '../promotions/fact-keys.js';
import type { PromotionTerms } from '../promotions/promotion.js';
import { storedMethod, storedPromotion, type StoredRules } from '../stored-rules.js';
import type { PriceListTerms, TaxZoneTerms, Terms } from '../terms.js';
import { byId, notValid, type Validity } from '../validity.js';

/**
 * What of a channel's rules may apply in a store from an instant on: not what is for other stores and channels, nor the contracts of
 * customers and organizations, which are nobody else's business.
 */
export function storeRules(terms: Terms, locationId: Id<'location'> | null, at: number): StoredRules {
  const goesOn = (rule: Validity): boolean => notValid(rule, at) !== 'ENDED';
  const here = [...terms.lists.values()].filter((list) => goesOn(list) && isFor(list, locationId));
  // a list that takes its prices off another one needs that one as well
  const lists = new Set([...here, ...here.flatMap(({ derived }) => (derived && terms.lists.get(derived.listId)) ?? [])]);
  const promotions = promotionsIn(terms).filter((each) => goesOn(each) && mayApply(each, terms.channelId, locationId));
  const zone = locationId === null ? undefined : terms.storeZones.get(locationId);
  const rates = [...terms.taxRates.values()].flatMap((byClass) => [...byClass.values()].flat());
  return {
    version: terms.version,
    channelId: terms.channelId,
    conventions: terms.conventions,
    homeCountry: terms.homeCountry,
    timeZone: terms.timeZone,
    storeZones: locationId === null || zone === undefined ? [] : [[locationId, zone]],
    lists: [...lists].sort(byId),
    promotions: promotions.sort(byId).map(storedPromotion),
    groups: [...terms.groups.values()],
    taxZones: zonesOf(terms),
    taxRates: rates.filter(goesOn),
    shippingMethods: [...terms.shippingMethods.values()].map(storedMethod),
    conversionRates: [...terms.conversionRates.values()].flat(),
  };
}

function isFor({ audience }: PriceListTerms, locationId: string | null): boolean {
  const { customerIds, organizationIds, locationIds } = audience;
  if (customerIds.length > 0 || organizationIds.length > 0) return false;
  return locationIds.length === 0 || locationIds.some((id) => id === locationId);
}

/** Each condition must hold, so one that asks for another place, or for somebody in particular, is enough to leave a promotion out. */
function mayApply({ conditions }: PromotionTerms, channelId: string, locationId: string | null): boolean {
  const here = new Set([`channel:${channelId}`, `store:${locationId}`]);
  const elsewhere = new Set(['channel', 'store', 'customer', 'organization']);
  return conditions.every(({ keys }) => keys === null || keys.some((key) => here.has(key) || !elsewhere.has(kindOf(key))));
}

function zonesOf({ zoneOf }: Terms): TaxZoneTerms[] {
  const countries = new Map<Id<'taxZone'>, string[]>();
  for (const [country, id] of zoneOf) countries.set(id, [...(countries.get(id) ?? []), country]);
  return [...countries].map(([id, all]) => ({ id, countries: all.sort() }));
}
