import type { Promotion } from './promotion.js';
import type { PromotionGroup } from './group.js';

/**
 * How another promotion stands in the way. KEEPS_OFF: where that one applies, this one does not. KEPT_OFF: the other way about.
 * ALTERNATIVE: a group chooses between them.
 */
export type ConflictKind = 'KEEPS_OFF' | 'KEPT_OFF' | 'ALTERNATIVE';

/** Another active promotion that does not give together with this one. */
export interface Conflict {
  readonly promotion: Promotion;
  readonly kind: ConflictKind;
}

/** The promotions of the same lane and time that do not give together with this one, in order of evaluation. */
export function conflictsOf(promotion: Promotion, others: readonly Promotion[], groups: readonly PromotionGroup[]): Conflict[] {
  const chosen = new Set<string>(groups.filter(({ mode }) => mode !== 'STACK').map(({ id }) => id));
  return others.flatMap((other) => {
    const kind = overlap(promotion, other) ? kindOf(promotion, other, chosen) : null;
    return kind ? [{ promotion: other, kind }] : [];
  });
}

function kindOf(promotion: Promotion, other: Promotion, chosen: ReadonlySet<string>): ConflictKind | null {
  const { groupId } = promotion;
  if (groupId !== null && groupId === other.groupId && chosen.has(groupId)) return 'ALTERNATIVE';
  const first = promotion.sequence - other.sequence || (promotion.id < other.id ? -1 : 1);
  if (keepsOff(other, first > 0)) return 'KEEPS_OFF';
  return keepsOff(promotion, first < 0) ? 'KEPT_OFF' : null;
}

function keepsOff({ stacking }: Promotion, goesFirst: boolean): boolean {
  return stacking === 'EXCLUDES' || (stacking === 'STOPS' && goesFirst);
}

function overlap(one: Promotion, other: Promotion): boolean {
  const before = (end: Date | null, begin: Date | null) => end !== null && begin !== null && end <= begin;
  return !before(one.validTo, other.validFrom) && !before(other.validTo, one.validFrom);
}
