import type { Draft } from '../draft.js';
import type { Terms } from '../terms.js';
import { byId } from '../validity.js';
import { mostAlternatives, type PromotionGroupTerms, type PromotionTerms } from './promotion.js';
import { outranked, type Decisions, type GroupChoice } from './run.js';
import type { Visit } from './visit.js';

/** The basket as it comes out under some decisions. */
export interface Outcome {
  readonly draft: Draft;
  readonly visits: readonly Visit[];
  readonly choices: readonly GroupChoice[];
}

/** What the BEST_DEAL groups have decided, and what became of those that they did not take. */
export interface BestDeals {
  readonly decisions: Decisions;
  readonly losers: readonly Visit[];
  readonly choices: readonly GroupChoice[];
}

interface Alternative {
  readonly id: string;
  readonly sequence: number;
  readonly promotions: Set<PromotionTerms>;
}

/**
 * Decides the BEST_DEAL groups, one after the other by sequence: each takes the alternative of its own with which the buyer owes least
 * after all else has been reckoned, while those that are still to be decided give nothing. Of alternatives that owe the same it
 * is the one with the smaller sequence; one that does not apply is none.
 */
export function bestDeals(
  promotions: readonly PromotionTerms[],
  groups: Terms['groups'],
  play: (decisions: Decisions) => Outcome,
  owed: (draft: Draft) => bigint,
): BestDeals {
  const decisions = new Map<string, string>();
  const losers: Visit[] = [];
  const choices: GroupChoice[] = [];
  for (const [group, alternatives] of alternativesIn(promotions, groups)) {
    const trials = alternatives.slice(0, mostAlternatives).map((alternative) => {
      const { draft, visits } = play(new Map(decisions).set(group.id, alternative.id));
      const own = visits.filter(({ promotion }) => alternative.promotions.has(promotion));
      return { id: alternative.id, own, amount: owed(draft), applied: own.some(({ verdict }) => verdict === 'APPLIED') };
    });
    const applied = trials.filter((trial) => trial.applied);
    const winner = applied.reduce((best, each) => (best && best.amount <= each.amount ? best : each), applied[0]) ?? trials[0];
    if (!winner) continue;
    decisions.set(group.id, winner.id);
    losers.push(...trials.filter((trial) => trial !== winner).flatMap(({ own }) => outranked(own, winner.id)));
    const content = { group, mode: group.mode, scope: group.scope, children: [] };
    choices.push({ content, alternatives: trials.map(({ id, amount }) => ({ id, amount, chosen: id === winner.id })) });
  }
  return { decisions, losers, choices };
}

/** The BEST_DEAL groups of the promotions, with the nodes directly in them, over all lanes. */
function alternativesIn(
  promotions: readonly PromotionTerms[],
  groups: Terms['groups'],
): (readonly [PromotionGroupTerms, readonly Alternative[]])[] {
  const found = new Map<PromotionGroupTerms, Map<string, Alternative>>();
  for (const promotion of promotions) {
    let child: { readonly id: string; readonly sequence: number } = promotion;
    let group = groups.get(promotion.groupId ?? '');
    for (let depth = 0; group && depth <= groups.size; depth++) {
      if (group.mode === 'BEST_DEAL') {
        const alternatives = found.get(group) ?? new Map<string, Alternative>();
        found.set(group, alternatives);
        const known = alternatives.get(child.id) ?? { id: child.id, sequence: child.sequence, promotions: new Set() };
        alternatives.set(child.id, known);
        known.promotions.add(promotion);
      }
      child = group;
      group = groups.get(group.parentId ?? '');
    }
  }
  const inTurn = (a: { readonly id: string; readonly sequence: number }, b: typeof a): number =>
    a.sequence - b.sequence || byId(a, b);
  return [...found]
    .sort(([a], [b]) => inTurn(a, b))
    .map(([group, alternatives]) => [group, [...alternatives.values()].sort(inTurn)]);
}
