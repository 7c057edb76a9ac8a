import { unitShare, UserError, type Quantity } from '#kernel';
import type { Draft } from '../draft.js';

/** Units of a line that come back: those from `from` up to `to`, in thousandths, counted within the line. */
export interface ReturnedUnits {
  readonly lineId: string;
  readonly from: Quantity;
  readonly to: Quantity;
}

/** Refuses units that the order does not have, or that have come back before. @throws UserError INVALID naming their place in `units` */
export function checkReturned({ lines }: Draft, before: readonly ReturnedUnits[], now: readonly ReturnedUnits[]): void {
  const gone = [...before];
  now.forEach((units, index) => {
    const { lineId, from, to } = units;
    const path = ['units', index];
    const line = lines.find((each) => each.line.id === lineId);
    if (!line) throw new UserError('INVALID', 'the order has no such line', [...path, 'lineId']);
    if (from < 0n || from >= to || to > line.line.quantity) throw new UserError('INVALID', 'the line has no such units', path);
    if (gone.some((each) => overlap(each, units) > 0n)) throw new UserError('INVALID', 'these units have come back before', path);
    gone.push(units);
  });
}

/** How many units two stretches of a line have in common. */
export function overlap(a: ReturnedUnits, b: ReturnedUnits): Quantity {
  if (a.lineId !== b.lineId) return 0n;
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return to > from ? to - from : 0n;
}

/** What some units of a stretch carry of what all of it carries. */
export function shareOf(total: bigint, whole: ReturnedUnits, part: ReturnedUnits): bigint {
  if (overlap(whole, part) === 0n) return 0n;
  const from = part.from > whole.from ? part.from : whole.from;
  const to = part.to < whole.to ? part.to : whole.to;
  return unitShare(total, whole.to - whole.from, from - whole.from, to - whole.from);
}
