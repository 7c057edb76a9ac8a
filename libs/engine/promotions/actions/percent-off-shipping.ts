import type { ActionKind } from '../kinds.js';
import { percentOf, percentOffAt } from '../lowering/percent.js';

/**
 * `{ "type": "percent_off_shipping", "percent": "50" }`: so many percent of what is left of the price of shipping. `base` may say
 * RUNNING or FIRST.
 */
export const percentOffShipping: ActionKind = {
  type: 'percent_off_shipping',
  lanes: ['SHIPPING'],
  keys: ['percent', 'base'],
  parse: (fields, path) => {
    const { stored, percent, base } = percentOffAt(fields, path);
    return {
      stored,
      effect: ({ shipping, conventions }) => {
        const of = (base ?? conventions.promotionBase) === 'FIRST' ? shipping?.amount : shipping?.left;
        return { shares: [], shipping: percentOf(of ?? 0n, percent, conventions) };
      },
    };
  },
};
