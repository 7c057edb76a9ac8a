import {
  divide,
  hundredPercent,
  oneUnit,
  allocateWithin,
  type CurrencyCode,
  type Path,
  type Percent,
  type Quantity,
} from '#kernel';
import type { Conventions } from '../../conventions.js';
import type { Entry } from '../../terms.js';
import { amountsAt, choiceAt, storedAmounts, type Fields } from '../fields.js';
import type { LineShare } from '../promotion.js';
import { sharesOf, type Piece } from './pieces.js';

/** Amounts by currency that were entered without tax or with it. */
export interface EnteredAmounts {
  readonly amounts: ReadonlyMap<CurrencyCode, bigint>;
  readonly entry: Entry;
}

/** Reads `amounts`, none below `least`, and `entry`. @throws UserError INVALID naming the key */
export function enteredAt(fields: Fields, path: Path, least = 1n): EnteredAmounts & { readonly stored: Fields } {
  const amounts = amountsAt(fields, 'amounts', path, least);
  const entry = choiceAt(fields, 'entry', ['NET', 'GROSS'], path);
  return { amounts, entry, stored: { amounts: storedAmounts(amounts), entry } };
}

/** An amount, times a quantity, in another basis than it was entered in, rounded once: 10.00 net at 21 % is 12.10 gross (semantics §4). */
export function inEntry(
  amount: bigint,
  [from, to]: readonly [Entry, Entry],
  taxPercent: Percent,
  rounding: Conventions['rounding'],
  quantity: Quantity = oneUnit,
): bigint {
  const taxed = hundredPercent + taxPercent;
  const [times, per] = from === to ? [1n, 1n] : from === 'NET' ? [taxed, hundredPercent] : [hundredPercent, taxed];
  return divide(amount * quantity * times, oneUnit * per, rounding);
}

/** What pieces weigh in an allocation: their amounts in one basis, exact. */
export function weightsOf(pieces: readonly Piece[], amountOf: (piece: Piece) => bigint, to: Entry): bigint[] {
  if (pieces.every(({ entry }) => entry === to)) return pieces.map(amountOf);
  if (to === 'GROSS')
    return pieces.map((piece) => amountOf(piece) * (piece.entry === to ? hundredPercent : hundredPercent + piece.taxPercent));
  return pieces.map((piece) => inEntry(amountOf(piece), [piece.entry, to], piece.taxPercent, 'HALF_UP'));
}

/** What is left of pieces in one basis. */
export function leftIn(pieces: readonly Piece[], entry: Entry, { rounding }: Conventions): bigint {
  return roomIn(pieces, entry, rounding).reduce((all, each) => all + each, 0n);
}

/**
 * Takes a total off pieces together, allocated by what is left of each in the basis in which the total was entered (semantics §2), and
 * put into that of each piece. Nothing is lowered below zero: what one piece has no room for goes to others.
 */
export function sharedOut(total: bigint, entry: Entry, pieces: readonly Piece[], conventions: Conventions): LineShare[] {
  const { orderWeights, rounding, remainder } = conventions;
  const room = roomIn(pieces, entry, rounding);
  const weights = orderWeights === 'WITH_TAX' ? weightsOf(pieces, ({ left }) => left, 'GROSS') : room;
  const parts = allocateWithin(total, weights, room, remainder);
  return sharesOf(pieces, (piece, at) => {
    const part = parts[at] ?? 0n;
    // what is taken whole is taken whole in any basis
    if (part > 0n && part === room[at]) return piece.left;
    return inEntry(part, [entry, piece.entry], piece.taxPercent, rounding);
  });
}

/** Takes an amount off each piece: times its quantity, rounded once on the piece, or as it is (user-asks 18). */
export function amountOffEach(
  amount: bigint,
  entry: Entry,
  pieces: readonly Piece[],
  each: 'UNIT' | 'LINE',
  { rounding }: Conventions,
): LineShare[] {
  return sharesOf(pieces, (piece) => {
    const times = each === 'UNIT' ? piece.quantity : oneUnit;
    return inEntry(amount, [entry, piece.entry], piece.taxPercent, rounding, times);
  });
}

/** Takes off each piece what it costs more than so much a unit: what costs less already stays as it is. */
export function priceEach(price: bigint, entry: Entry, pieces: readonly Piece[], { rounding }: Conventions): LineShare[] {
  return sharesOf(pieces, (piece) => {
    const { left, quantity, taxPercent } = piece;
    return left - inEntry(price, [entry, piece.entry], taxPercent, rounding, quantity);
  });
}

function roomIn(pieces: readonly Piece[], entry: Entry, rounding: Conventions['rounding']): bigint[] {
  return pieces.map((piece) => inEntry(piece.left, [piece.entry, entry], piece.taxPercent, rounding));
}
