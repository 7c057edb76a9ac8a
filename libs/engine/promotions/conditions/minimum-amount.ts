import { currencyOf, formatMoney, parseMoney, UserError, type CurrencyCode, type Facts, type Path } from '#kernel';
import { choiceAt, fieldsOf, type Fields } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import type { Standing } from '../standing.js';

const bases = { BEFORE: 'before', AFTER_ITEM: 'afterItem', AFTER_ALL: 'now' } as const satisfies Record<
  string,
  keyof Standing['goods']
>;

/**
 * `{ type: 'minimum_amount', amounts: { EUR: '60.00' }, basis: 'AFTER_ITEM' }`: the goods come to at least so much,
 * as entered (net or gross), before all promotions, after those on items, or after all that had their turn.
 * In a currency without an amount it does not hold.
 */
export const minimumAmount: ConditionKind = {
  type: 'minimum_amount',
  keys: ['amounts', 'basis'],
  parse: (fields, path) => {
    const amounts = amountsOf(fields, [...path, 'amounts']);
    const basis = choiceAt(fields, 'basis', ['BEFORE', 'AFTER_ITEM', 'AFTER_ALL'], path);
    const stored = [...amounts].map(([currency, minor]): [string, string] => [currency, formatMoney({ minor, currency })]);
    return {
      stored: { amounts: Object.fromEntries(stored), basis },
      unmet: ({ currency, goods }): Facts | null => {
        const minimum = amounts.get(currency);
        if (minimum === undefined) return { currency };
        const missing = minimum - goods[bases[basis]];
        if (missing <= 0n) return null;
        return {
          currency,
          basis,
          minimum: formatMoney({ minor: minimum, currency }),
          missing: formatMoney({ minor: missing, currency }),
        };
      },
    };
  },
};

function amountsOf(fields: Fields, path: Path): Map<CurrencyCode, bigint> {
  const amounts = new Map<CurrencyCode, bigint>();
  for (const [code, amount] of Object.entries(fieldsOf(fields['amounts'], path))) {
    const place = [...path, code];
    const { minor } = parseMoney(typeof amount === 'string' ? amount : '', currencyOf(code, place), place);
    if (minor <= 0n) throw new UserError('INVALID', 'The minimum must be above zero', place);
    amounts.set(currencyOf(code, place), minor);
  }
  if (amounts.size === 0) throw new UserError('INVALID', 'An amount must be given for one currency at least', path);
  return amounts;
}
