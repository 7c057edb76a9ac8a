import { allocateWithin, unitShare } from '#kernel';
import type { Conventions } from '../conventions.js';
import { draftOf } from '../draft.js';
import { restored, type PricingInputs } from '../inputs.js';
import type { Json } from '../json.js';
import { priceBasket } from '../price-basket.js';
import { applyPromotions } from '../promotions/apply-promotions.js';
import { putInGifts } from '../promotions/put-in-gifts.js';
import { keptValue } from './kept-value.js';
import { paidUnits, type PaidUnits } from './paid-units.js';
import { prorated } from './prorated.js';
import { checkReturned, overlap, shareOf, type ReturnedUnits } from './returned.js';

/** What of the payment for a line goes back, with the tax in it: at the rates at which it was charged. */
export interface Credit {
  readonly lineId: string;
  readonly gross: bigint;
  readonly net: bigint;
  readonly tax: bigint;
}

/** What a buyer gets back for goods, tax included: shipping is another question. */
export interface Refund {
  readonly amount: bigint;
  /** They add up to the amount. A unit that was free has no payment of its own: its credit is taken from what was paid for the others. */
  readonly credits: readonly Credit[];
}

type Policy = Conventions['returnedGoods'];

/**
 * What a buyer gets back for some units, after others have come back before: computed from what the amounts of the order were computed
 * from, whatever the rules are by now (semantics §8). However the units come back, no refund is below zero, and all of them together are what
 * was paid for the goods.
 * @param before what came back before, each time at once, the first first
 * @throws UserError INVALID for units that there are not, or that are back already
 */
export function refundFor(
  policy: Policy,
  inputs: Json<PricingInputs>,
  before: readonly (readonly ReturnedUnits[])[],
  now: readonly ReturnedUnits[],
): Refund {
  const { terms, basket, at } = restored(inputs);
  const outcome = putInGifts(terms, applyPromotions(terms, draftOf(terms, basket, at)));
  checkReturned(outcome.draft, before.flat(), now);
  const priced = priceBasket(terms, basket, at);
  const units = paidUnits(outcome, priced);
  const paid = units.reduce((sum, each) => sum + each.paid, 0n);
  const worth = policy === 'PRORATE' ? prorated(units) : units.map((each) => each.paid);
  const payments = priced.lines.map(({ lineId, tax, gross, reimbursed }): Payment => {
    return { lineId, tax, gross, left: gross - reimbursed, credited: 0n };
  });
  const back: ReturnedUnits[] = [];
  let refunded = 0n;
  let refund: Refund = { amount: 0n, credits: [] };
  for (const step of [...before, now]) {
    back.push(...step);
    if (policy === 'REEVALUATE') {
      const value = keptValue(terms, draftOf(terms, basket, at), outcome, keptAfter(units, back));
      refund = credited(byPayment(above(above(paid, value), refunded), step, payments), payments);
    } else refund = credited(byUnit(step, units, worth), payments);
    refunded += refund.amount;
  }
  return refund;
}

/** What was paid for a line, and how much of that has not gone back. */
interface Payment {
  readonly lineId: string;
  readonly tax: bigint;
  readonly gross: bigint;
  left: bigint;
  /** What has gone back. */
  credited: bigint;
}

/** What of each line comes back is worth. */
type Wanted = ReadonlyMap<string, bigint>;

function keptAfter(units: readonly PaidUnits[], back: readonly ReturnedUnits[]): (lineId: string) => bigint {
  return (lineId) => {
    const own = units.filter((each) => each.lineId === lineId);
    return own.reduce((sum, each) => sum + each.to - each.from - back.reduce((gone, part) => gone + overlap(each, part), 0n), 0n);
  };
}

function byUnit(step: readonly ReturnedUnits[], units: readonly PaidUnits[], worth: readonly bigint[]): Wanted {
  const wanted = new Map<string, bigint>();
  for (const part of step) {
    const amount = units.reduce((sum, each, place) => sum + shareOf(worth[place] ?? 0n, each, part), 0n);
    wanted.set(part.lineId, (wanted.get(part.lineId) ?? 0n) + amount);
  }
  return wanted;
}

/** An amount over the lines that come back, by what was paid for them and is still there. */
function byPayment(amount: bigint, step: readonly ReturnedUnits[], payments: readonly Payment[]): Wanted {
  const lines = [...new Set(step.map(({ lineId }) => lineId))];
  const left = lines.map((lineId) => payments.find((each) => each.lineId === lineId)?.left ?? 0n);
  const shares = allocateWithin(amount, left, left);
  const missing = amount - shares.reduce((sum, share) => sum + share, 0n);
  return new Map(lines.map((lineId, index) => [lineId, (shares[index] ?? 0n) + (index === 0 ? missing : 0n)]));
}

/** Takes what is wanted from the payment of the same line, and what that does not hold from those of the others, by what is left of them. */
function credited(wanted: Wanted, payments: readonly Payment[]): Refund {
  const own = payments.map(({ lineId, left }) => {
    const amount = wanted.get(lineId) ?? 0n;
    return amount < left ? amount : left;
  });
  const rooms = payments.map(({ left }, index) => left - (own[index] ?? 0n));
  const amount = [...wanted.values()].reduce((sum, each) => sum + each, 0n);
  const others = allocateWithin(amount - own.reduce((sum, each) => sum + each, 0n), rooms, rooms);
  const credits = payments.flatMap((payment, index): Credit[] => {
    const gross = (own[index] ?? 0n) + (others[index] ?? 0n);
    if (gross === 0n) return [];
    const tax = unitShare(payment.tax, payment.gross, payment.credited, payment.credited + gross);
    payment.left -= gross;
    payment.credited += gross;
    return [{ lineId: payment.lineId, gross, net: gross - tax, tax }];
  });
  return { amount, credits };
}

function above(amount: bigint, floor: bigint): bigint {
  return amount > floor ? amount - floor : 0n;
}
