import { allocate, divide, formatShort, hundredPercent, parseDecimal, percentScale, UserError, type Percent } from '#kernel';
import type { Entry } from '../../terms.js';
import { textAt } from '../fields.js';
import type { ActionKind } from '../kinds.js';
import type { Standing } from '../standing.js';

/**
 * `{ type: 'percent_off_order', percent: '10' }`: so many percent of what is left of the goods, taken once on their
 * total and allocated over the lines (semantics §2). Net and gross lines are two totals, each in its own basis.
 */
export const percentOffOrder: ActionKind = {
  type: 'percent_off_order',
  lanes: ['ITEM', 'ORDER'],
  keys: ['percent'],
  parse: (fields, path) => {
    const place = [...path, 'percent'];
    const percent = parseDecimal(textAt(fields, 'percent', path), percentScale, place);
    if (percent <= 0n || percent > hundredPercent)
      throw new UserError('INVALID', 'The percentage must be above 0 and at most 100', place, { max: 100 });
    return {
      stored: { percent: formatShort(percent, percentScale) },
      effect: (standing) => ({
        shares: shares(standing, percent).map((amount, index) => ({ index, amount })),
        shipping: 0n,
      }),
    };
  },
};

function shares({ lines, conventions: { rounding } }: Standing, percent: Percent): bigint[] {
  const sharesIn = (entry: Entry): bigint[] => {
    const left = lines.map((line) => (line.entry === entry ? line.left : 0n));
    const total = left.reduce((all, each) => all + each, 0n);
    return allocate(divide(total * percent, hundredPercent, rounding), left);
  };
  const first = lines[0]?.entry ?? 'GROSS';
  if (lines.every(({ entry }) => entry === first)) return sharesIn(first);
  const gross = sharesIn('GROSS');
  return sharesIn('NET').map((share, index) => share + (gross[index] ?? 0n));
}
