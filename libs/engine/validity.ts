/** When a rule holds: half-open, in epoch milliseconds; null is no bound. */
export interface Validity {
  readonly validFrom: number | null;
  readonly validTo: number | null;
}

/** Why a rule does not hold at an instant; null: it holds. */
export function notValid({ validFrom, validTo }: Validity, at: number): 'NOT_STARTED' | 'ENDED' | null {
  if (validFrom !== null && at < validFrom) return 'NOT_STARTED';
  if (validTo !== null && at >= validTo) return 'ENDED';
  return null;
}

/** Which of two rules started later: negative when `a` did, as a sort wants it. */
export function latestFirst(a: Validity, b: Validity): number {
  if (a.validFrom === b.validFrom) return 0;
  return (a.validFrom ?? -Infinity) > (b.validFrom ?? -Infinity) ? -1 : 1;
}

/** Smaller ids first, by code unit, so that every machine sorts alike. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** When rules begin or end to hold, in order: an instant as often as there are rules that do. */
export function boundsOf(rules: readonly Validity[]): number[] {
  const bounds = rules.flatMap(({ validFrom, validTo }) => [validFrom, validTo]).filter((bound) => bound !== null);
  return bounds.sort((a, b) => a - b);
}
