import type { RecordedChange } from './change.js';
import type { PromotionGroup } from './group.js';
import type { Promotion } from './promotion.js';

/** Promotions and groups that were changed lately, as they are now, and what was done to them, the latest first. */
export interface ChangedRules {
  readonly promotions: readonly Promotion[];
  /** All groups: those that were deleted are known by their changes alone. */
  readonly groups: readonly PromotionGroup[];
  readonly changes: readonly Pick<RecordedChange, 'subjectId' | 'before' | 'at'>[];
}

/** Rules as they were at an instant. */
export interface FormerRules {
  /** Those that have been changed since, by id; null: there was none yet. */
  readonly promotions: ReadonlyMap<string, Promotion | null>;
  readonly groups: readonly PromotionGroup[];
}

/** What the rules were at an instant (epoch milliseconds): each change that was recorded later is taken back. */
export function rulesAt({ promotions, groups, changes }: ChangedRules, at: number): FormerRules {
  const later = changes.filter((change) => change.at.getTime() > at);
  const known = new Map<string, Promotion>(promotions.map((one) => [one.id, one]));
  const promotionsThen = new Map<string, Promotion | null>();
  const groupsThen = new Map<string, PromotionGroup | null>(groups.map((one) => [one.id, one]));
  for (const { subjectId: id, before } of later) {
    const own = known.get(id);
    if (own) promotionsThen.set(id, before && revived(promotionsThen.get(id) ?? own, before));
    else groupsThen.set(id, before && revived(groupsThen.get(id) ?? null, before));
  }
  return { promotions: promotionsThen, groups: [...groupsThen.values()].filter((group) => group !== null) };
}

interface Versioned {
  readonly version: bigint;
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
}

/** A rule with these fields as they were: JSON keeps versions and instants as texts. */
function revived<T extends Versioned>(rule: T | null, before: object): T {
  const was = { ...rule, ...before } as T;
  const date = (at: Date | string | null | undefined): Date | null => (at == null ? null : new Date(at));
  const instants = 'validFrom' in was ? { validFrom: date(was.validFrom), validTo: date(was.validTo) } : {};
  return { ...was, ...instants, version: BigInt(String(was.version)) };
}
