import { UserError, type Path } from '#kernel';
import { isGiven, percentAt, storedPercent, type Fields } from '../fields.js';
import type { LineShare } from '../promotion.js';
import type { Standing, StandingLine } from '../standing.js';
import { amountOffEach, enteredAt, sharedOut } from './entered.js';
import { percentOffEach, percentOffLines, percentOffTotal, type Base } from './percent.js';
import { rangePieces, type Piece } from './pieces.js';

/** The keys that `offAt` reads. */
export const offKeys = ['percent', 'amounts', 'entry'] as const;

/** A percentage or a fixed amount off, where a definition may say the one or the other. In a currency without an amount it is nothing. */
export interface Off {
  /** As it is to be stored. */
  readonly stored: Fields;
  /** Off each unit of pieces that were chosen. */
  readonly each: (pieces: readonly Piece[], standing: Standing) => LineShare[];
  /** Off each unit of lines. */
  readonly lines: (lines: readonly StandingLine[], standing: Standing, base: Base | null) => LineShare[];
  /** Off all the pieces together. */
  readonly once: (pieces: readonly Piece[], standing: Standing, base: Base | null) => LineShare[];
}

/** Reads `percent`, or else `amounts` with `entry`. @throws UserError INVALID naming the key */
export function offAt(fields: Fields, path: Path): Off {
  if (isGiven(fields, 'percent')) {
    const stranger = ['amounts', 'entry'].find((key) => isGiven(fields, key));
    if (stranger !== undefined)
      throw new UserError('INVALID', `${stranger} cannot stand beside percent: one of the two is taken off`, [...path, stranger]);
    const percent = percentAt(fields, 'percent', path);
    return {
      stored: { percent: storedPercent(percent) },
      each: (pieces, { conventions }) => percentOffEach(pieces, { percent, base: null }, conventions),
      lines: (lines, { conventions }, base) => percentOffLines(lines, { percent, base }, conventions),
      once: (pieces, { conventions }, base) => percentOffTotal(pieces, { percent, base }, conventions),
    };
  }
  if (!isGiven(fields, 'amounts'))
    throw new UserError('INVALID', 'Either percent or amounts must be given', [...path, 'percent']);
  const { amounts, entry, stored } = enteredAt(fields, path);
  const each: Off['each'] = (pieces, { currency, conventions }) =>
    amountOffEach(amounts.get(currency) ?? 0n, entry, pieces, 'UNIT', conventions);
  return {
    stored,
    each,
    lines: (lines, standing) => each(rangePieces(lines), standing),
    once: (pieces, { currency, conventions }) => sharedOut(amounts.get(currency) ?? 0n, entry, pieces, conventions),
  };
}
