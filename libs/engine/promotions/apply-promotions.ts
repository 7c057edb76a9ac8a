import type { Basket } from '../basket.js';
import { clockZone, copyOf, type Draft } from '../draft.js';
import { totalOwed } from '../totals.js';
import type { Terms } from '../terms.js';
import { bestDeals, type Outcome } from './best-deal.js';
import { askedBy } from './codes.js';
import { inOrderOfEvaluation, type PromotionTerms } from './promotion.js';
import { runAll, type Decisions, type Run } from './run.js';
import { withBetterPrices } from './sale-price.js';
import { lanes, nodesOf } from './tree.js';

/** Gives every promotion that may apply its turn, lane after lane, and lowers the draft by what they give: never below zero. */
export function applyPromotions(terms: Terms, draft: Draft): Outcome {
  const promotions = mayApply(terms, draft.basket, draft.at);
  const { groups, conventions } = terms;
  const trees = lanes.map((lane) => nodesOf(lane, promotions, groups, conventions)).filter((nodes) => nodes.length > 0);
  const playOn = (decisions: Decisions, given: Draft): Outcome => {
    const run: Run = { draft: given, decisions, visits: [], choices: [], had: new Map(), closed: new Map() };
    for (const nodes of trees) {
      run.had.clear();
      run.closed.clear();
      runAll(nodes, run);
    }
    return run;
  };
  const play = (decisions: Decisions): Outcome => withBetterPrices(copyOf(draft), (given) => playOn(decisions, given));
  if (groups.size === 0) return withBetterPrices(draft, (given) => playOn(new Map(), given));
  const { decisions, losers, choices } = bestDeals(promotions, groups, play, totalOwed);
  const outcome = play(decisions);
  return { ...outcome, visits: [...outcome.visits, ...losers], choices: [...choices, ...outcome.choices] };
}

/** The promotions that have their turn with a basket at an instant, in order of evaluation: the others cannot apply, and are not even visited. */
export function mayApply(terms: Terms, basket: Basket, at: number): readonly PromotionTerms[] {
  const open = terms.promotions.candidates(basket, terms.channelId, clockZone(terms, basket), at);
  const asked = [...askedBy(terms, basket).keys()];
  return asked.length === 0 ? open : [...open, ...asked].sort(inOrderOfEvaluation);
}
