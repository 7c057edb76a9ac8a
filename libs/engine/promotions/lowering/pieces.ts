import type { Quantity } from '#kernel';
import type { LineShare } from '../promotion.js';
import type { StandingCharge, StandingLine } from '../standing.js';
import { amountOf, leftOf, type Units } from '../units.js';

/** Something that is lowered as a whole, and rounded once: a line, or some units of one. */
export interface Piece extends StandingCharge {
  /** Where its line stands in the basket. */
  readonly index: number;
  readonly quantity: Quantity;
  /** Left out: the whole line. */
  readonly units?: NonNullable<LineShare['units']>;
}

/** Lines, each as a whole. */
export function linePieces(lines: readonly StandingLine[]): Piece[] {
  return lines.map(({ index, entry, taxPercent, amount, left, line: { quantity } }) => {
    return { index, entry, taxPercent, amount, left, quantity };
  });
}

/** Lines by what a unit of them costs: where earlier promotions have told units apart, each of those parts. */
export function rangePieces(lines: readonly StandingLine[]): Piece[] {
  return lines.flatMap((line) => {
    if (line.units.length === 1) return linePieces([line]);
    const { index, entry, taxPercent } = line;
    return line.units.map(({ from, to, amount, left }) => ({
      ...{ index, entry, taxPercent, amount, left },
      quantity: to - from,
      units: { from, to },
    }));
  });
}

/** Units that were chosen. */
export function unitPieces(units: readonly Units[]): Piece[] {
  return units.map((each) => {
    const { line, from, to } = each;
    const { index, entry, taxPercent } = line;
    const [amount, left] = [amountOf(each), leftOf(each)];
    return { index, entry, taxPercent, amount, left, quantity: to - from, units: { from, to } };
  });
}

/** What is taken off pieces, and where: at least nothing, at most what is left of each; what is lowered by nothing is left out. */
export function sharesOf(pieces: readonly Piece[], asked: (piece: Piece, at: number) => bigint): LineShare[] {
  const shares: LineShare[] = [];
  for (const [at, piece] of pieces.entries()) {
    const { index, left, units } = piece;
    const wanted = asked(piece, at);
    const amount = wanted > left ? left : wanted;
    if (amount > 0n) shares.push(units === undefined ? { index, amount } : { index, amount, units });
  }
  return shares;
}
