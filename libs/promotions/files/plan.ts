import { canonicalCode, type StatedRules } from '#engine';
import type { Path, UserError } from '#kernel';
import type { ChangeKind } from '../change.js';
import { checkTree, type PromotionGroup } from '../group.js';
import { changedPromotion, type Promotion } from '../promotion.js';
import { refused, refusedGroup } from '../promotions.errors.js';
import { fingerprintOf, groupJson, promotionJson, type RuleJson } from './rules-json.js';
import { placed, statedGroup, statedPromotion } from './stated.js';

/** A rule that becomes another one; its version is counted up. */
export interface PlannedChange<T> {
  readonly kind: ChangeKind;
  /** Where in the file that is said. */
  readonly path: Path;
  readonly before: T | null;
  /** Null: it is deleted. */
  readonly after: T | null;
}

/** What a file makes of the rules of the shop. */
export interface RulePlan {
  readonly promotions: readonly (PlannedChange<Promotion> & { readonly after: Promotion })[];
  readonly groups: readonly PlannedChange<PromotionGroup>[];
  /** How many rules of the file are as it says. */
  readonly unchanged: number;
  /** What has been changed since the file was exported, and would be changed by it. */
  readonly stale: readonly { readonly id: string; readonly path: Path }[];
}

/** The rules of the shop: the promotions that are not archived, and those of the file that are. */
export interface StoredRules {
  readonly promotions: readonly Promotion[];
  readonly groups: readonly PromotionGroup[];
}

/** What a file makes of the rules. @throws UserError naming the place in the file */
export function planOf(file: StatedRules, stored: StoredRules, language: string, now: Date): RulePlan {
  const groups = plannedGroups(file, stored);
  const promotions = plannedPromotions(file, stored, language, now);
  const groupsAfter = afterwards(stored.groups, groups);
  const promotionsAfter = afterwards(stored.promotions, promotions).filter(({ status }) => status !== 'ARCHIVED');
  checkGroups(file, groups, groupsAfter, promotionsAfter);
  checkCodes(promotions, promotionsAfter);
  const seen = file.exported;
  return {
    promotions,
    groups,
    unchanged:
      file.promotions.length +
      file.groups.length -
      [...promotions, ...groups].filter(({ path }) => path[0] !== 'exported').length,
    stale: seen ? [...staleIn(groups, seen.groups, groupJson), ...staleIn(promotions, seen.promotions, promotionJson)] : [],
  };
}

function plannedPromotions(file: StatedRules, stored: StoredRules, language: string, now: Date): RulePlan['promotions'] {
  const known = new Map<string, Promotion>(stored.promotions.map((one) => [one.id, one]));
  const stated = file.promotions.flatMap((given, index) => {
    const path = ['promotions', index];
    const before = known.get(given.id) ?? null;
    // it is over as the file says, or was never here
    if (given.status === 'ARCHIVED' && (before === null || before.status === 'ARCHIVED')) return [];
    const after = statedPromotion(given, before, { path, language, now });
    if (before && isSame(promotionJson(before), promotionJson(after))) return [];
    return [{ kind: kindOf(before, after), path, before, after: { ...after, version: after.version + 1n } }];
  });
  const named = new Set(file.promotions.map(({ id }) => id));
  const gone = [...(file.exported?.promotions.keys() ?? [])].flatMap((id) => {
    const before = known.get(id);
    if (named.has(id) || !before || before.status === 'ARCHIVED') return [];
    const after = changedPromotion(before, { status: 'ARCHIVED', codes: [] }, now);
    const path = ['exported', 'promotions', id];
    return [{ kind: 'ARCHIVED' as const, path, before, after: { ...after, version: after.version + 1n } }];
  });
  return [...stated, ...gone];
}

function plannedGroups(file: StatedRules, stored: StoredRules): RulePlan['groups'] {
  const known = new Map<string, PromotionGroup>(stored.groups.map((one) => [one.id, one]));
  const stated = file.groups.flatMap((given, index): PlannedChange<PromotionGroup>[] => {
    const path = ['promotionGroups', index];
    const before = known.get(given.id) ?? null;
    const after = statedGroup(given, before, path);
    if (before && isSame(groupJson(before), groupJson(after))) return [];
    return [{ kind: before ? 'UPDATED' : 'CREATED', path, before, after: { ...after, version: after.version + 1n } }];
  });
  const named = new Set(file.groups.map(({ id }) => id));
  const gone = [...(file.exported?.groups.keys() ?? [])].flatMap((id): PlannedChange<PromotionGroup>[] => {
    const before = known.get(id);
    if (named.has(id) || !before) return [];
    return [{ kind: 'DELETED', path: ['exported', 'promotionGroups', id], before, after: null }];
  });
  return [...stated, ...gone];
}

function kindOf(before: Promotion | null, { status }: Promotion): ChangeKind {
  if (before === null) return 'CREATED';
  if (status === 'ARCHIVED') return 'ARCHIVED';
  return before.status === 'DRAFT' && status === 'ACTIVE' ? 'PUBLISHED' : 'UPDATED';
}

/** The rules as they are when the plan is carried out. */
function afterwards<T extends { readonly id: string }>(stored: readonly T[], changes: readonly PlannedChange<T>[]): T[] {
  const rules = new Map(stored.map((one) => [one.id, one]));
  for (const { before, after } of changes) {
    if (after) rules.set(after.id, after);
    else if (before) rules.delete(before.id);
  }
  return [...rules.values()];
}

function checkGroups(
  file: StatedRules,
  planned: RulePlan['groups'],
  groups: readonly PromotionGroup[],
  promotions: readonly Promotion[],
): void {
  const parents = new Map<string, string | null>(groups.map(({ id, parentId }) => [id, parentId]));
  file.groups.forEach(({ id, parentId }, index) => {
    const place = ['promotionGroups', index, 'parentId'];
    if (parentId !== null && !parents.has(parentId)) throw refusedGroup.unknown(parentId, place);
    if (isWithinItself(id, parents)) throw placed(refusedGroup.cycle(), place.slice(0, -1));
  });
  file.promotions.forEach(({ groupId, status }, index) => {
    if (groupId !== null && status !== 'ARCHIVED' && !parents.has(groupId))
      throw refusedGroup.unknown(groupId, ['promotions', index, 'groupId']);
  });
  const members = promotions.flatMap(({ id, groupId, lane }) => (groupId === null ? [] : [{ id, groupId, lane }]));
  for (const { before, after, path } of planned) {
    if (after || !before) continue;
    const left = [
      ...groups.filter(({ parentId }) => parentId === before.id),
      ...members.filter(({ groupId }) => groupId === before.id),
    ];
    if (left.length > 0) throw refusedGroup.notEmpty(left.length, path);
  }
  checkTree(groups, members, ['promotionGroups']);
}

function isWithinItself(id: string, parents: ReadonlyMap<string, string | null>): boolean {
  const above = new Set<string>();
  for (let next = parents.get(id); next != null && !above.has(next); next = parents.get(next)) above.add(next);
  return above.has(id);
}

/** Refuses a code that two promotions have, whichever of them the file states. */
function checkCodes(planned: RulePlan['promotions'], promotions: readonly Promotion[]): void {
  const owners = new Map<string, string>();
  for (const { id, codes } of promotions) {
    for (const code of codes) {
      const owner = owners.get(canonicalCode(code));
      owners.set(canonicalCode(code), id);
      if (owner !== undefined) throw takenCode(code, planned, [id, owner]);
    }
  }
}

/** The refusal of a code that is there already, at the place in the file of one of its owners. */
export function takenCode(code: string, planned: RulePlan['promotions'], owners: readonly string[]): UserError {
  const change = planned.findLast(({ after }) => owners.includes(after.id));
  const index = change?.after.codes.findIndex((each) => canonicalCode(each) === canonicalCode(code)) ?? 0;
  const renamed = change?.after.codes.length === 1 ? ([['codes', 'code']] as const) : [];
  return placed(refused.taken(code, index), change?.path ?? [], renamed);
}

function staleIn<T extends { readonly id: string }>(
  changes: readonly PlannedChange<T>[],
  seen: ReadonlyMap<string, string>,
  json: (rule: T) => RuleJson,
): RulePlan['stale'] {
  return changes.flatMap(({ before, path }) =>
    before && fingerprintOf(json(before)) !== seen.get(before.id) ? [{ id: before.id, path }] : [],
  );
}

function isSame(one: RuleJson, other: RuleJson): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
