import type { Id, Path } from '#kernel';
import type { Basket } from '../basket.js';
import { compileTerms } from '../compile-terms.js';
import { conventionChoices, defaultConventions, type Conventions } from '../conventions.js';
import { fieldsOf, onlyKeys, type Fields } from '../promotions/fields.js';
import type { PromotionTerms } from '../promotions/promotion.js';
import type { Terms } from '../terms.js';
import { asideShapes } from './aside.js';
import { basket, basketFrom, buyer, items } from './basket.js';
import { expectation } from './expect.js';
import { priceLists, pricesFrom } from './price-lists.js';
import { conversionRates, conversionRatesFrom } from './conversion-rates.js';
import { groupsFrom, promotionGroups, promotions, promotionsFrom } from './promotions.js';
import { about, choice, fieldOf, fields, list, name, named, optional, orNull, text, type Read, type Shape } from './shape.js';
import { shippingFrom, shippingMethods } from './shipping.js';
import { taxesFrom, taxRates, taxZones } from './taxes.js';
import { country, instant, oneOf, timeZone } from './values.js';

/** A basket to be priced under terms, and what is expected of it. */
export interface Scenario {
  /** Null: it is not called anything. */
  readonly name: string | null;
  readonly terms: Terms;
  /** Those of the terms, in the order of the file. */
  readonly promotions: readonly PromotionTerms[];
  readonly basket: Basket;
  readonly at: number;
  /** Parts of the result; null: nothing is expected. */
  readonly expect: unknown;
}

/** When a scenario is priced that does not say it. */
const noon = Date.UTC(2027, 0, 1, 12);

const conventionShapes = Object.fromEntries(
  Object.entries(conventionChoices).map(([key, choices]) => [
    key,
    about(`${choices[0]} unless said.`, optional(choice<string>(choices), choices[0])),
  ]),
) as unknown as { readonly [Key in keyof Conventions]: Shape<Conventions[Key]> };

/** What a scenario says, and what a case of it may say otherwise. */
export const scenarioShapes = {
  name: about('What it is about.', orNull(text((given) => given, {}))),
  at: about('The instant at which it is bought. 2027-01-01T12:00:00Z unless said.', optional(instant, noon)),
  channel: about('The channel through which it is bought.', optional(name, 'shop')),
  homeCountry: about('Where prices with tax are meant for; left out: wherever the goods go.', orNull(country)),
  timeZone: about("Where the channel's clocks are read. UTC unless said.", optional(timeZone, 'UTC')),
  stores: about('By store: the time zone that it lies in.', optional(named(timeZone), [])),
  conventions: about(
    'How amounts come about where there is a choice: docs/conventions.md.',
    optional(fields(conventionShapes), defaultConventions),
  ),
  priceLists: about('Prices by list.', priceLists),
  items: about('By variant: what rules may ask about it besides its price.', optional(items, [])),
  conversionRates: about(
    'Published rates by which prices are converted where the convention missingCurrency says so.',
    optional(conversionRates, []),
  ),
  taxZones: about('By zone: the countries that are taxed alike. Left out: rates hold everywhere.', optional(taxZones, [])),
  taxRates: about('How much tax there is. Left out: none.', optional(taxRates, [])),
  shippingMethods: about('Ways for the goods to reach the buyer.', optional(shippingMethods, [])),
  promotionGroups: about('Groups in which promotions stand to each other.', optional(promotionGroups, [])),
  promotions: about('Promotions in the form in which they are stored: docs/promotions.md.', optional(promotions, [])),
  buyer: about('For whom it is bought; a stranger unless said.', orNull(buyer)),
  basket: about('What is bought.', basket),
  expect: about('Parts of the result, compared exactly.', optional(expectation, null)),
} as const;

type Said = { readonly [Key in keyof typeof scenarioShapes]: Read<(typeof scenarioShapes)[Key]> };
type PathOf = (key: keyof Said) => Path;

const known = Object.keys(scenarioShapes) as readonly (keyof Said)[];
/** All that a file may say, by name. */
export const scenarioKeys: readonly string[] = [...known, 'cases', ...Object.keys(asideShapes)];
const caseList = list<Fields>({ schema: {}, read: fieldsOf }, 1);

/** Reads a scenario's JSON: one, or as many as it has cases. @throws UserError INVALID naming the path and what is allowed */
export function parseScenario(json: unknown): Scenario[] {
  const { $schema, exported, cases, ...common } = fieldsOf(json, []);
  onlyKeys(common, scenarioKeys, []);
  fieldOf(asideShapes.$schema, $schema, ['$schema']);
  fieldOf(asideShapes.exported, exported, ['exported']);
  if (cases === undefined) return [scenarioFrom(common, (key) => [key])];
  // also what every case says otherwise must be right
  for (const key of known) if (key in common) scenarioShapes[key].read(common[key], [key]);
  return caseList.read(cases, ['cases']).map((own, index) => {
    const place = ['cases', index];
    onlyKeys(own, known, place);
    return scenarioFrom({ ...common, ...own }, (key) => (key in own ? [...place, key] : [key]));
  });
}

function scenarioFrom(given: Fields, pathOf: PathOf): Scenario {
  const said = Object.fromEntries(
    known.map((key) => [key, fieldOf<unknown>(scenarioShapes[key], given[key], pathOf(key))]),
  ) as Said;
  const { currency } = said.basket;
  const countries = [said.basket.country, ...(said.homeCountry === null ? [] : [said.homeCountry])];
  const { lists, candidates, contracts } = pricesFrom(said.priceLists, currency, pathOf('priceLists'));
  const groups = groupsFrom(said.promotionGroups, pathOf('promotionGroups'));
  const methods = shippingFrom(said.shippingMethods, pathOf('shippingMethods'));
  if (said.basket.shipping !== null) {
    const ids = methods.map(({ id }) => id);
    oneOf(said.basket.shipping, ids, 'shipping method', [...pathOf('basket'), 'shipping']);
  }
  const rules = promotionsFrom(said.promotions, groups, pathOf('promotions'));
  const terms = compileTerms({
    version: 1n,
    channelId: said.channel as Id<'channel'>,
    conventions: said.conventions,
    homeCountry: said.homeCountry,
    timeZone: said.timeZone,
    storeZones: new Map(said.stores),
    lists,
    promotions: rules,
    groups,
    ...taxesFrom(said.taxRates, said.taxZones, countries, pathOf('taxRates')),
    shippingMethods: methods,
    conversionRates: conversionRatesFrom(said.conversionRates, pathOf('conversionRates')),
  });
  const paths = { basket: pathOf('basket'), buyer: pathOf('buyer') };
  const read = { ...basketFrom(said.basket, said.buyer, said.items, candidates, paths), ...contracts };
  return { name: said.name, terms, promotions: rules, basket: read, at: said.at, expect: said.expect };
}

/** Where in a file or a result something is, as one writes it: `cases[0].basket.lines[1].quantity`. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
