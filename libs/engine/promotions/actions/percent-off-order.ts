import type { ActionKind } from '../kinds.js';
import { percentOffAt, percentOffTotal } from '../lowering/percent.js';
import { linePieces } from '../lowering/pieces.js';

/**
 * `{ "type": "percent_off_order", "percent": "10" }`: so many percent of what is left of the goods, taken once on their total and
 * allocated over the lines (semantics §2). Net and gross lines are two totals, each in its own basis. `base` may say RUNNING or FIRST.
 */
export const percentOffOrder: ActionKind = {
  type: 'percent_off_order',
  lanes: ['ITEM', 'ORDER'],
  keys: ['percent', 'base'],
  parse: (fields, path) => {
    const { stored, ...off } = percentOffAt(fields, path);
    return {
      stored,
      effect: ({ lines, conventions }) => ({ shares: percentOffTotal(linePieces(lines), off, conventions), shipping: 0n }),
    };
  },
};
