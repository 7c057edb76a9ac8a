import type { ChangeKind } from '../change.js';
import { fieldChanges, type FieldChange } from './field-changes.js';
import type { PlannedChange, RulePlan } from './plan.js';
import { groupJson, promotionJson, type RuleJson } from './rules-json.js';

/** What becomes of one rule. */
export interface ToldChange {
  readonly of: 'PROMOTION' | 'GROUP';
  readonly id: string;
  readonly kind: ChangeKind;
  /** Whether it was changed since the file was exported. */
  readonly isStale: boolean;
  /** As files have them; of what is over for good or deleted none. */
  readonly fields: readonly FieldChange[];
}

/** What a file makes of the rules, for people. */
export interface ToldPlan {
  readonly changes: readonly ToldChange[];
  /** How many rules of the file are as it says. */
  readonly unchanged: number;
}

/** Tells a plan: groups first, then promotions, as they stand in the file. */
export function toldPlan({ promotions, groups, unchanged, stale }: RulePlan): ToldPlan {
  const paths = new Set(stale.map(({ path }) => path));
  const told = <T extends { readonly id: string }>(
    of: ToldChange['of'],
    { kind, path, before, after }: PlannedChange<T>,
    json: (rule: T) => RuleJson,
  ): ToldChange[] => {
    const rule = after ?? before;
    if (!rule) return [];
    const isOver = kind === 'ARCHIVED' || kind === 'DELETED';
    const fields = isOver || !after ? [] : fieldChanges(before ? json(before) : { id: rule.id }, json(after));
    return [{ of, id: rule.id, kind, isStale: paths.has(path), fields }];
  };
  return {
    changes: [
      ...groups.flatMap((change) => told('GROUP', change, groupJson)),
      ...promotions.flatMap((change) => told('PROMOTION', change, promotionJson)),
    ],
    unchanged,
  };
}
