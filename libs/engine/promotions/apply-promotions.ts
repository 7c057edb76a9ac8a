import type { Facts, Id } from '#kernel';
import type { Draft, DraftCharge } from '../draft.js';
import type { PromotionVerdict, RefusedCode } from '../priced-basket.js';
import type { Terms } from '../terms.js';
import { notValid } from '../validity.js';
import { canonicalCode, inOrderOfEvaluation, type PromotionTerms } from './promotion.js';

/** What became of a promotion that had its turn. */
export interface Visit {
  readonly promotion: PromotionTerms;
  readonly verdict: PromotionVerdict;
  readonly facts: Facts;
  /** What the goods came to before it. */
  readonly before: bigint;
  /** What it gave, off goods and shipping. */
  readonly amount: bigint;
}

/** Gives every promotion its turn, in order of evaluation, and lowers the draft by what they give: never below zero. */
export function applyPromotions(terms: Terms, codes: ReadonlySet<string>, draft: Draft, at: number): Visit[] {
  return toVisit(terms, codes).map((promotion) => {
    const before = draft.goods.now;
    const refusal = refusalOf(promotion, draft, at);
    if (refusal !== null) return { promotion, ...refusal, before, amount: 0n };
    return { promotion, verdict: 'APPLIED', facts: {}, before, amount: apply(promotion, draft) };
  });
}

/** The codes as they are compared, each once, in the order in which they were entered. */
export function enteredCodes(codes: readonly string[]): ReadonlySet<string> {
  return new Set(codes.map(canonicalCode));
}

/** The entered codes that gave their promotion no effect, and why. */
export function refusedCodes(terms: Terms, codes: ReadonlySet<string>, visits: readonly Visit[]): RefusedCode[] {
  const refused: RefusedCode[] = [];
  for (const code of codes) {
    const promotion = terms.codes.get(code);
    const visit = visits.find((each) => each.promotion === promotion);
    if (!visit) refused.push({ code, reason: 'UNKNOWN', facts: {} });
    else if (visit.verdict !== 'APPLIED') refused.push({ code, reason: visit.verdict, facts: visit.facts });
  }
  return refused;
}

function toVisit(terms: Terms, codes: ReadonlySet<string>): readonly PromotionTerms[] {
  if (codes.size === 0) return terms.promotions;
  const asked = [...codes].map((code) => terms.codes.get(code)).filter((each) => each !== undefined);
  return asked.length === 0 ? terms.promotions : [...terms.promotions, ...asked].sort(inOrderOfEvaluation);
}

function refusalOf(
  promotion: PromotionTerms,
  draft: Draft,
  at: number,
): (Pick<Visit, 'facts'> & { verdict: RefusalVerdict }) | null {
  const { validFrom, validTo, conditions } = promotion;
  const verdict = notValid(promotion, at);
  if (verdict === 'NOT_STARTED') return { verdict, facts: { startsAt: instant(validFrom) } };
  if (verdict === 'ENDED') return { verdict, facts: { endedAt: instant(validTo) } };
  for (const { type, unmet } of conditions) {
    const facts = unmet(draft);
    if (facts !== null) return { verdict: 'CONDITION', facts: { condition: type, ...facts } };
  }
  return null;
}

type RefusalVerdict = Exclude<Visit['verdict'], 'APPLIED'>;

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function apply({ id, lane, action }: PromotionTerms, draft: Draft): bigint {
  const effect = action.effect(draft, '');
  let goods = 0n;
  for (const { index, amount } of effect.shares) {
    const line = draft.lines[index];
    if (line) goods += lower(line, id, amount);
  }
  draft.goods.now -= goods;
  if (lane === 'ITEM') draft.goods.afterItem -= goods;
  return goods + (draft.shipping === null ? 0n : lower(draft.shipping, id, effect.shipping));
}

function lower(charge: DraftCharge, promotionId: Id<'promotion'>, asked: bigint): bigint {
  const amount = asked < charge.left ? asked : charge.left;
  if (amount <= 0n) return 0n;
  charge.left -= amount;
  charge.discounts.push({ promotionId, amount });
  return amount;
}
