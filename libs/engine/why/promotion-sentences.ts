import { formatMoney, oneUnit, type CurrencyCode } from '#kernel';
import type { PromotionVerdict } from '../priced-basket.js';
import type { PromotionTrace } from '../trace.js';
import type { Called } from './called.js';

const verdicts: Readonly<Record<Exclude<PromotionVerdict, 'APPLIED' | 'CONDITION'>, string>> = {
  NOT_STARTED: 'it does not hold yet',
  ENDED: 'it no longer holds',
  NOTHING: 'its conditions hold, and there is nothing that it could lower',
  EXCLUDED: 'another promotion leaves no room for it',
  OUTRANKED: 'another of its group goes before it',
};

/** What became of a promotion, how what it gives was shared out, and what kept it from giving more. */
export function promotionSentences(trace: PromotionTrace, currency: CurrencyCode, called: Called): string[] {
  const { promotionId, code, lane, verdict, facts, before, amount, overCap, underFloor, lines } = trace;
  const money = (minor: bigint): string => formatMoney({ minor, currency });
  const what = `${called(promotionId)} (${code === null ? '' : `code ${code}, `}lane ${lane})`;
  const kept = [
    ...(overCap > 0n ? [`  Its greatest discount keeps it from giving ${money(overCap)} more.`] : []),
    ...(underFloor > 0n ? [`  The least prices of items keep ${money(underFloor)} off them.`] : []),
  ];
  if (verdict !== 'APPLIED') return [`${what} does not apply: ${reasonOf(verdict, facts, called)}.`, ...kept];
  const shares = lines.map(({ lineId, amount: share, units }) => {
    const parts = units.map((part) => `${money(part.amount)} on units ${unitsText(part)}`);
    return `${called(lineId)} ${money(share)}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
  });
  const shared = shares.length > 0 ? [`  Shared out: ${shares.join(', ')}.`] : [];
  return [`${what} applies: the goods came to ${money(before)}, it takes off ${money(amount)}.`, ...shared, ...kept];
}

function unitsText({ from, to }: PromotionTrace['lines'][number]['units'][number]): string {
  const first = from / oneUnit + 1n;
  const last = (to + oneUnit - 1n) / oneUnit;
  return first === last ? String(first) : `${first.toString()} to ${last.toString()}`;
}

function reasonOf(
  verdict: Exclude<PromotionVerdict, 'APPLIED'>,
  { condition, ...facts }: PromotionTrace['facts'],
  called: Called,
): string {
  const reason = verdict === 'CONDITION' ? `its condition ${String(condition)} is not met` : verdicts[verdict];
  const told = Object.entries(facts).map(([key, value]) => `${key} ${called(String(value))}`);
  return told.length === 0 ? reason : `${reason} (${told.join(', ')})`;
}
