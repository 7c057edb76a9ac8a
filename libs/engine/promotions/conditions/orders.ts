import { UserError } from '#kernel';
import { isGiven, wholeAt } from '../fields.js';
import type { ConditionKind } from '../kinds.js';

/**
 * `{ "type": "orders", "from": 1, "to": 1 }`: this is the buyer's first order; `{ "type": "orders", "every": 5 }`: its fifth, tenth and so
 * on. `from` (1 unless said) and `to` are the first and the last that count, by number; `every` leaves only its multiples. Where the basket
 * does not say how many orders there were before, neither this holds nor `none` of it.
 */
export const orders: ConditionKind = {
  type: 'orders',
  keys: ['from', 'to', 'every'],
  parse: (fields, path) => {
    if (!['from', 'to', 'every'].some((key) => isGiven(fields, key)))
      throw new UserError('INVALID', 'One of from, to and every must be given', [...path, 'from']);
    const from = isGiven(fields, 'from') ? wholeAt(fields, 'from', path) : 1;
    const to = isGiven(fields, 'to') ? wholeAt(fields, 'to', path) : null;
    const every = isGiven(fields, 'every') ? wholeAt(fields, 'every', path) : 1;
    const first = Math.ceil(from / every) * every;
    if (to !== null && to < first)
      throw new UserError('INVALID', `The first order that counts is number ${first}: to must not be below it`, [...path, 'to']);
    const stored = { from, ...(to !== null && { to }), ...(every > 1 && { every }) };
    return {
      stored,
      known: ({ basket }) => basket.ordersBefore !== undefined,
      unmet: ({ basket: { ordersBefore } }) => {
        const order = ordersBefore === undefined ? null : ordersBefore + 1;
        const holds = order !== null && order >= from && (to === null || order <= to) && order % every === 0;
        return holds ? null : { ...stored, order };
      },
    };
  },
};
