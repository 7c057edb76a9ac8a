import { allocate, allocateWithin, type Quantity } from '#kernel';
import type { Draft, DraftLine, DraftRange } from '../draft.js';
import type { DiscountShare } from '../priced-basket.js';
import type { Entry } from '../terms.js';
import type { Effect, LineShare, PromotionTerms, UsedUnits } from './promotion.js';
import { addShare, cutAt, lowerRanges, rangesIn, roomOf } from './ranges.js';
import { least } from './units.js';

/** Where in `Given.touched` shipping stands: it has no place among the lines. */
export const shippingPlace = -1;

/** What a promotion has given. */
export interface Given {
  readonly amount: bigint;
  /** The lines that it lowered, by their place in the basket; shipping is `shippingPlace`. */
  readonly touched: readonly number[];
  /** The units that it asked for or gave. */
  readonly used: readonly UsedUnits[];
  /** What its own greatest discount kept it from giving. */
  readonly overCap: bigint;
  /** What the least prices of items kept off them; other items may have had it. */
  readonly underFloor: bigint;
}

/** A share that is about to be taken off some ranges of a line. */
interface Share {
  readonly line: DraftLine;
  readonly ranges: readonly DraftRange[];
  readonly amount: bigint;
  /** What is left of the ranges, and what of it may be taken off. */
  readonly left: bigint;
  readonly room: bigint;
}

/** Lowers the draft by what a promotion gives: within what is left, its greatest discount and the least prices of items, in this order. */
export function applyEffect(draft: Draft, promotion: PromotionTerms, effect: Effect, group: string): Given {
  const apart = tellApart(draft, effect);
  const asked: Share[] = [];
  for (const each of effect.shares) {
    const share = shareOf(lineAt(draft, each.index), each);
    if (share) asked.push(share);
  }
  const wanted = total(asked) + shippingShare(draft, effect);
  const most = mostOf(promotion, draft) ?? wanted;
  const { shares, shipping } = capped(asked, shippingShare(draft, effect), most);
  const within = aboveFloors(shares, draft.conventions.floorPrice === 'REDISTRIBUTE');
  const touched = new Set<number>();
  let amount = 0n;
  for (const { line, ranges, amount: wanted } of within) {
    // an earlier share of the same line has used up some of the room
    const given = touched.has(line.index) ? least(wanted, roomIn(line, ranges)) : wanted;
    if (given === 0n) continue;
    lowerRanges(line, ranges, discount(promotion, given));
    if (promotion.lane === 'ITEM') line.afterItem = line.left;
    touched.add(line.index);
    amount += given;
  }
  draft.goods.now -= amount;
  if (promotion.lane === 'ITEM') draft.goods.afterItem -= amount;
  if (draft.shipping && shipping > 0n) {
    draft.shipping.left -= shipping;
    addShare(draft.shipping.discounts, discount(promotion, shipping));
    touched.add(shippingPlace);
  }
  for (const gift of effect.gifts ?? []) draft.gifts.push({ ...gift, promotionId: promotion.id });
  if (touched.size > 0 || effect.gifts?.length) take(draft, effect, group);
  else for (const [line, units] of apart) line.units = units;
  const overCap = wanted > most ? wanted - most : 0n;
  const underFloor = shares.reduce((all, share) => all + share.amount - least(share.amount, share.room), 0n);
  return { amount: amount + shipping, touched: [...touched], used: effect.used ?? [], overCap, underFloor };
}

/** The most that a promotion gives on this basket: its own bound, or what is left of its budget; undefined: there is none. */
export function mostOf({ id, maxDiscount }: PromotionTerms, { currency, basket }: Draft): bigint | undefined {
  const most = maxDiscount?.get(currency);
  const left = basket.budgetsLeft?.[id];
  return most === undefined || left === undefined ? (most ?? left) : least(most, left);
}

/** A line by its place in the basket. Those without a price are missing among the draft's, so that it stands there or before. */
function lineAt({ lines }: Draft, index: number): DraftLine | undefined {
  for (let place = Math.min(index, lines.length - 1); place >= 0; place--) {
    const line = lines[place];
    if (line && line.index <= index) return line.index === index ? line : undefined;
  }
  return undefined;
}

/** Tells units apart that the effect does, and says how the lines were before: whoever gives nothing leaves them so. */
function tellApart(draft: Draft, { shares, used = [] }: Effect): ReadonlyMap<DraftLine, DraftRange[]> {
  const places = new Map<number, Quantity[]>();
  const note = (index: number, { from, to }: { readonly from: Quantity; readonly to: Quantity }): void => {
    const known = places.get(index);
    if (known) known.push(from, to);
    else places.set(index, [from, to]);
  };
  for (const { index, units } of shares) if (units) note(index, units);
  for (const { index, ...units } of used) note(index, units);
  const before = new Map<DraftLine, DraftRange[]>();
  for (const [index, known] of places) {
    const line = lineAt(draft, index);
    if (!line) continue;
    before.set(line, line.units);
    cutAt(line, known);
  }
  return before;
}

function shareOf(line: DraftLine | undefined, { amount, units }: LineShare): Share | null {
  if (!line || amount <= 0n) return null;
  const ranges = units ? rangesIn(line, units) : line.units;
  const left = units ? ranges.reduce((all, range) => all + range.left, 0n) : line.left;
  if (left === 0n) return null;
  return { line, ranges, amount: amount < left ? amount : left, left, room: line.floor === 0n ? left : roomIn(line, ranges) };
}

function roomIn(line: DraftLine, ranges: readonly DraftRange[]): bigint {
  return ranges.reduce((all, range) => all + roomOf(range, line), 0n);
}

function shippingShare({ shipping }: Draft, effect: Effect): bigint {
  if (!shipping || effect.shipping <= 0n) return 0n;
  return least(effect.shipping, shipping.left);
}

function capped(
  shares: readonly Share[],
  shipping: bigint,
  most: bigint,
): { readonly shares: readonly Share[]; shipping: bigint } {
  if (total(shares) + shipping <= most) return { shares, shipping };
  const amounts = allocate(most, [...shares.map(({ amount }) => amount), shipping]);
  return {
    shares: shares.map((share, index) => ({ ...share, amount: amounts[index] ?? 0n })),
    shipping: amounts[shares.length] ?? 0n,
  };
}

/**
 * What the least price of an item keeps off it goes to the promotion's other items of the same entry, by what is left of them
 * (semantics §2.3), or to nobody.
 */
function aboveFloors(shares: readonly Share[], redistribute: boolean): readonly Share[] {
  if (shares.every(({ amount, room }) => amount <= room)) return shares;
  const kept = shares.map((share) => ({ ...share, amount: least(share.amount, share.room) }));
  if (!redistribute) return kept;
  return (['NET', 'GROSS'] as const).flatMap((entry: Entry) => {
    const same = kept.filter(({ line }) => line.entry === entry);
    const excess = total(shares.filter(({ line }) => line.entry === entry)) - total(same);
    const more = allocateWithin(
      excess,
      same.map(({ left }) => left),
      same.map(({ amount, room }) => room - amount),
    );
    return same.map((share, index) => ({ ...share, amount: share.amount + (more[index] ?? 0n) }));
  });
}

function take(draft: Draft, { used = [] }: Effect, group: string): void {
  for (const { index, ...units } of used) {
    const line = lineAt(draft, index);
    for (const range of line ? rangesIn(line, units) : [])
      if (!range.takenBy.includes(group)) range.takenBy = [...range.takenBy, group];
  }
}

/** What a promotion takes off an amount. */
export function discount({ id, reducesTaxBase = true }: PromotionTerms, amount: bigint): DiscountShare {
  return reducesTaxBase ? { promotionId: id, amount } : { promotionId: id, amount, reimbursed: true };
}

function total(shares: readonly { readonly amount: bigint }[]): bigint {
  return shares.reduce((all, { amount }) => all + amount, 0n);
}
