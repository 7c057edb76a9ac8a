import { allocateWithin, divide, hundredPercent, oneUnit, type Path, type Percent } from '#kernel';
import type { Conventions } from '../../conventions.js';
import type { Entry } from '../../terms.js';
import { choiceAt, isGiven, percentAt, storedPercent, type Fields } from '../fields.js';
import type { LineShare } from '../promotion.js';
import { weightsOf } from './entered.js';
import type { StandingLine } from '../standing.js';
import { linePieces, rangePieces, sharesOf, type Piece } from './pieces.js';

/** What a percentage is taken of: what earlier promotions have left, or the price before any. */
export type Base = Conventions['promotionBase'];

/** A percentage off, as a definition says it. */
export interface PercentOff {
  readonly percent: Percent;
  /** Null: as the channel has it. */
  readonly base: Base | null;
}

/** Reads `percent`, and `base`, which may be left out. @throws UserError INVALID naming the key */
export function percentOffAt(fields: Fields, path: Path): PercentOff & { readonly stored: Fields } {
  const percent = percentAt(fields, 'percent', path);
  const { base, stored } = baseAt(fields, path);
  return { percent, base, stored: { percent: storedPercent(percent), ...stored } };
}

/** Reads `base`, which may be left out. @throws UserError INVALID naming the key */
export function baseAt(fields: Fields, path: Path): { readonly base: Base | null; readonly stored: Fields } {
  if (!isGiven(fields, 'base')) return { base: null, stored: {} };
  const base = choiceAt(fields, 'base', ['RUNNING', 'FIRST'], path);
  return { base, stored: { base } };
}

/** A percentage of an amount, rounded once: the discount is, or what remains of the amount. */
export function percentOf(amount: bigint, percent: Percent, { percentRounding, rounding }: Conventions): bigint {
  if (percentRounding === 'DISCOUNT') return divide(amount * percent, hundredPercent, rounding);
  return amount - divide(amount * (hundredPercent - percent), hundredPercent, rounding);
}

/** A percentage off each of the lines: rounded once on the line, or on each unit (user-asks 19). */
export function percentOffLines(lines: readonly StandingLine[], off: PercentOff, conventions: Conventions): LineShare[] {
  return percentOffEach(conventions.percentUnit === 'UNIT' ? rangePieces(lines) : linePieces(lines), off, conventions);
}

/** A percentage off each piece: rounded once on the piece, or on each unit of it. */
export function percentOffEach(pieces: readonly Piece[], { percent, base }: PercentOff, conventions: Conventions): LineShare[] {
  const of = conventions.percentUnit === 'UNIT' && percent < hundredPercent ? percentByUnit : percentByPiece;
  return sharesOf(pieces, (piece) => of(piece, baseOf(piece, base ?? conventions.promotionBase), percent, conventions));
}

/**
 * A percentage off pieces together: taken once on their total and allocated, or piece by piece. Those entered without tax and those
 * entered with it are two totals, each in its own basis. Nothing is lowered below zero: what one piece has no room for goes to others.
 */
export function percentOffTotal(pieces: readonly Piece[], off: PercentOff, conventions: Conventions): LineShare[] {
  const { promotionBase, orderPercent, orderWeights, remainder } = conventions;
  const base = off.base ?? promotionBase;
  if (orderPercent === 'BY_LINE') return sharesOf(pieces, (piece) => percentOf(baseOf(piece, base), off.percent, conventions));
  const totalled = (entry: Entry): LineShare[] => {
    const own = pieces.filter((piece) => piece.entry === entry);
    const total = own.reduce((all, piece) => all + baseOf(piece, base), 0n);
    const parts = allocateWithin(
      percentOf(total, off.percent, conventions),
      weightsOf(own, (piece) => baseOf(piece, base), orderWeights === 'WITH_TAX' ? 'GROSS' : entry),
      own.map(({ left }) => left),
      remainder,
    );
    return sharesOf(own, (_, at) => parts[at] ?? 0n);
  };
  return [...totalled('NET'), ...totalled('GROSS')];
}

function baseOf({ amount, left }: Piece, base: Base): bigint {
  return base === 'FIRST' ? amount : left;
}

function percentByPiece(_: Piece, amount: bigint, percent: Percent, conventions: Conventions): bigint {
  return percentOf(amount, percent, conventions);
}

function percentByUnit({ quantity }: Piece, amount: bigint, percent: Percent, conventions: Conventions): bigint {
  const { percentRounding, rounding } = conventions;
  const ofOne = (part: Percent): bigint => divide(amount * oneUnit * part, quantity * hundredPercent, rounding);
  if (percentRounding === 'DISCOUNT') return divide(ofOne(percent) * quantity, oneUnit, rounding);
  return amount - divide(ofOne(hundredPercent - percent) * quantity, oneUnit, rounding);
}
