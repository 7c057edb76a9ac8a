import type { Id } from '#kernel';
import type { Basket } from './basket.js';
import { clockZone } from './draft.js';
import { fromJson, toJson, type Json } from './json.js';
import { priceBasket } from './price-basket.js';
import type { PricedBasket } from './priced-basket.js';
import { narrowedTo } from './prices/audience.js';
import { rateAt, type ConversionRate } from './prices/conversion.js';
import { mayApply } from './promotions/apply-promotions.js';
import type { PromotionGroupTerms, PromotionTerms } from './promotions/promotion.js';
import { storedMethod, storedPromotion, termsFrom, type StoredRules } from './stored-rules.js';
import type { PriceListTerms, TaxZoneTerms, Terms } from './terms.js';

/** Everything that amounts were computed from: running the engine on it again gives the same minor units. */
export interface PricingInputs {
  readonly at: number;
  readonly basket: Basket;
  /** The rules that had a say, as they were: also those that another of their group went before, and those whose conditions did not hold. */
  readonly rules: Omit<StoredRules, 'storeZones'>;
  /** The price promise that all of this stood in; left out: in none. */
  readonly promiseId?: Id<'pricePromise'>;
}

/** A basket as it was priced. */
interface PricedAs {
  readonly basket: Basket;
  readonly priced: Pick<PricedBasket, 'at'>;
  /** The price promise that decided; null, or left out: none did. */
  readonly promiseId?: Id<'pricePromise'> | null;
}

/** What to keep so that a basket can be explained and replayed years later. */
export function inputsOf({ basket, priced, promiseId = null }: PricedAs, terms: Terms): Json<PricingInputs> {
  const promotions = mayApply(terms, basket, priced.at);
  const taxZones = zonesOf(terms, new Set([basket.country, terms.homeCountry ?? basket.country]));
  const method = basket.shippingMethodId === null ? undefined : terms.shippingMethods.get(basket.shippingMethodId);
  const items = [...basket.lines, ...(basket.gifts ?? [])];
  const classes = new Set([...items.map(({ taxClassId }) => taxClassId), method?.taxClassId]);
  const asker = { ...basket, channelId: terms.channelId };
  const rates = taxZones.flatMap(({ id }) => [...(terms.taxRates.get(id)?.values() ?? [])].flat());
  return toJson({
    at: priced.at,
    basket,
    ...(promiseId !== null && { promiseId }),
    rules: {
      version: terms.version,
      channelId: terms.channelId,
      conventions: terms.conventions,
      homeCountry: terms.homeCountry,
      lists: listsOf(basket, terms).map((list) => ({ ...list, audience: narrowedTo(list.audience, asker) })),
      timeZone: clockZone(terms, basket),
      promotions: promotions.map(storedPromotion),
      groups: groupsOf(promotions, terms),
      taxZones,
      taxRates: rates.filter(({ classId }) => classes.has(classId)),
      shippingMethods: method ? [storedMethod(method)] : [],
      conversionRates: ratesFor(basket, terms, priced.at),
    },
  });
}

/** The lists that the candidates stand in, and those that may take their prices off them. */
function listsOf({ lines, gifts = [], ...basket }: Basket, { lists, derivedLists, channelId }: Terms): PriceListTerms[] {
  const candidates = new Set([...lines, ...gifts].flatMap(({ prices }) => prices.map(({ listId }) => listId)));
  const found = new Set([...candidates].flatMap((id) => lists.get(id) ?? []));
  for (const list of derivedLists.of({ ...basket, channelId }))
    if (candidates.has(list.derived?.listId ?? list.id)) found.add(list);
  return [...found];
}

/** The rates by which prices may have been converted: of each currency the one that held. */
function ratesFor({ currency }: Basket, terms: Terms, at: number): ConversionRate[] {
  if (terms.conventions.missingCurrency === 'NO_PRICE') return [];
  const from = new Set((terms.conversionRates.get(currency) ?? []).map((rate) => rate.from));
  return [...from].flatMap((each) => rateAt(terms, each, currency, at) ?? []);
}

/** The zones of these countries, as far as they reach. */
function zonesOf({ zoneOf }: Terms, countries: ReadonlySet<string>): TaxZoneTerms[] {
  const zones = new Set([...countries].flatMap((country) => zoneOf.get(country) ?? []));
  return [...zones].map((id) => ({ id, countries: [...countries].filter((country) => zoneOf.get(country) === id) }));
}

/** The rules, the basket and the instant that were kept. */
export interface Restored {
  readonly terms: Terms;
  readonly basket: Basket;
  readonly at: number;
  /** The price promise that decided; null: none did. */
  readonly promiseId: Id<'pricePromise'> | null;
}

/** What was kept, as the engine takes it. */
export function restored(inputs: Json<PricingInputs>): Restored {
  const { at, basket, rules, promiseId = null } = fromJson(inputs);
  return { terms: termsFrom(rules), basket, at, promiseId };
}

/** Computes the amounts again from what was kept, and says why they are what they are. */
export function replay(inputs: Json<PricingInputs>): PricedBasket {
  const { terms, basket, at } = restored(inputs);
  return priceBasket(terms, basket, at, { explain: true });
}

/** Every promotion of the terms, each once: those that apply by themselves, and those that are asked for. */
export function promotionsIn({ promotions, codes, singleUse }: Terms): PromotionTerms[] {
  return [...new Set([...promotions.all, ...codes.values(), ...singleUse.values()])];
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
