import type { Id, Path } from '#kernel';
import type { ShippingMethodTerms } from '../terms.js';
import { about, choice, fields, list, name, named, optional, type Read } from './shape.js';
import { standardClass } from './taxes.js';
import { checkedIds, country, currency, localizedFrom, localizedText, unitPrice } from './values.js';

/** Ways for the goods to reach the buyer. */
export const shippingMethods = list(
  fields({
    id: about('What it is called; the basket chooses it by that.', name),
    name: about('Its name by language.', optional(localizedText, [])),
    kind: about('FLAT_RATE unless said.', optional(choice(['FLAT_RATE', 'PICKUP']), 'FLAT_RATE' as const)),
    countries: about('Where it goes; everywhere unless said.', optional(list(country), [])),
    taxClass: about('The kind of goods that it is taxed as. standard unless said.', optional(name, standardClass)),
    entry: about(
      'Whether its rates are without or with tax. GROSS unless said.',
      optional(choice(['NET', 'GROSS']), 'GROSS' as const),
    ),
    rates: about('By currency: what it costs.', optional(named(unitPrice, currency), [])),
  }),
);

/** The shipping methods of a file. @throws UserError INVALID naming the path */
export function shippingFrom(given: Read<typeof shippingMethods>, path: Path): ShippingMethodTerms[] {
  return checkedIds(given, path).map(({ id, name: names, kind, countries, taxClass, entry, rates }) => ({
    id: id as Id<'shippingMethod'>,
    code: id,
    name: localizedFrom(names),
    kind,
    countries,
    taxClassId: taxClass as Id<'taxClass'>,
    rates: new Map(rates.map(([code, amount]) => [code, { amount, entry }])),
  }));
}
