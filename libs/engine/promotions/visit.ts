import { formatMoney, type Facts } from '#kernel';
import type { Draft } from '../draft.js';
import type { PromotionVerdict } from '../priced-basket.js';
import { applyEffect, type Given } from './apply-effect.js';
import type { Lane, PromotionTerms } from './promotion.js';
import { outsideWindow } from './window.js';

/** What became of a promotion that had its turn. */
export interface Visit extends Omit<Given, 'amount'> {
  readonly promotion: PromotionTerms;
  readonly verdict: PromotionVerdict;
  readonly facts: Facts;
  /** What the goods came to before it. */
  readonly before: bigint;
}

/** How far an evaluation has come. */
export interface Turn {
  draft: Draft;
  visits: Visit[];
  /** What had the turn and applied in this lane, by what it applied to: whichever did so first. */
  had: Map<number, string>;
  /** What lets no other have a turn in this lane, by what it keeps them off. */
  closed: Map<number, string>;
}

/** By what a lane says who applies together with whom: an item of the ITEM lane by its place, in the other lanes one for all. */
export function placeIn(lane: Lane, place: number): number {
  return lane === 'ITEM' ? place : everything;
}

const everything = -2;

/** Gives a promotion its turn: it lowers the draft, or there is a reason why not. */
export function visit(promotion: PromotionTerms, turn: Turn): void {
  const before = turn.draft.goods.now;
  const obstacle = obstacleTo(promotion, turn);
  const { verdict, facts, given } = obstacle ? { ...obstacle, given: nothing } : apply(promotion, turn);
  const { touched, used, overCap, underFloor } = given;
  turn.visits.push({ promotion, verdict, facts, before, touched, used, overCap, underFloor });
}

const nothing: Given = { amount: 0n, touched: [], used: [], overCap: 0n, underFloor: 0n };

type Judgement = Pick<Visit, 'verdict' | 'facts'>;

function obstacleTo(promotion: PromotionTerms, { draft, closed }: Turn): Judgement | null {
  const outside = outsideWindow(promotion, draft.timeZone, draft.at);
  if (outside) return outside;
  for (const { type, unmet } of promotion.conditions) {
    const facts = unmet(draft);
    if (facts !== null) return { verdict: 'CONDITION', facts: { condition: type, ...facts } };
  }
  return promotion.lane === 'ITEM' ? null : excludedBy(closed.get(everything));
}

function apply(promotion: PromotionTerms, { draft, had, closed }: Turn): Judgement & { readonly given: Given } {
  const { id, lane, action, groupId } = promotion;
  const group = groupId ?? '';
  const lines = draft.lines.filter(({ aside, index }) => !aside && !(lane === 'ITEM' && closed.has(index)));
  const isAll = lines.length === draft.lines.length;
  const effect = action.effect(isAll ? draft : { ...draft, lines }, group);
  const given = applyEffect(draft, promotion, effect, group);
  if (given.amount === 0n && !effect.gifts?.length) {
    const { verdict, facts } = (isAll ? null : excluded(promotion, draft, closed)) ?? idle(draft, lane, given);
    return { verdict, facts, given };
  }
  for (const place of given.touched) if (!had.has(placeIn(lane, place))) had.set(placeIn(lane, place), id);
  return { verdict: 'APPLIED', facts: {}, given };
}

/** Whether it would give something if other promotions had left it room on the lines that it lowers. */
function excluded({ action, groupId }: PromotionTerms, draft: Draft, closed: Turn['closed']): Judgement | null {
  const { shares } = action.effect(draft, groupId ?? '');
  const kept = shares.find(({ index, amount }) => amount > 0n && closed.has(index));
  return excludedBy(kept && closed.get(kept.index));
}

function excludedBy(id: string | undefined): Judgement | null {
  return id === undefined ? null : { verdict: 'EXCLUDED', facts: { by: id } };
}

function idle({ shipping, currency }: Draft, lane: Lane, { underFloor }: Pick<Given, 'underFloor'>): Judgement {
  if (underFloor > 0n)
    return { verdict: 'NOTHING', facts: { keptByFloor: formatMoney({ minor: underFloor, currency }), currency } };
  return { verdict: 'NOTHING', facts: { lacks: lane === 'SHIPPING' && shipping === null ? 'SHIPPING' : 'ITEMS' } };
}
