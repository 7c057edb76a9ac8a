import type { Id, Path } from '#kernel';
import { mostAlternatives, type GroupMode, type Lane, type PromotionGroupTerms, type Stacking } from '#engine';
import { refused, refusedGroup } from './promotions.errors.js';

/** A group of promotions, or of other such groups, as it is stored. */
export interface PromotionGroup extends PromotionGroupTerms {
  readonly id: Id<'promotionGroup'>;
  readonly parentId: Id<'promotionGroup'> | null;
  /** What those who manage it call it. */
  readonly name: string;
  readonly version: bigint;
}

/** What is wanted of a group: what is left out stays as it is, or gets its default. */
export interface GroupInput {
  readonly expectedVersion?: bigint;
  readonly name?: string;
  readonly parentId?: string | null;
  readonly mode?: GroupMode;
  readonly scope?: 'ITEM' | 'ORDER';
  readonly stacking?: Stacking;
  readonly sequence?: number;
}

/** A promotion as a member of a group. */
export interface Member {
  readonly id: string;
  readonly groupId: string;
  readonly lane: Lane;
}

/** What a group starts from before its input is looked at. */
export function blankGroup(id: Id<'promotionGroup'>): PromotionGroup {
  return { id, name: '', parentId: null, mode: 'STACK', scope: 'ORDER', stacking: 'COMBINES', sequence: 0, version: 0n };
}

/** The group after a change; its version stays for the caller to count. @throws UserError naming the field */
export function changedGroup(before: PromotionGroup, input: GroupInput): PromotionGroup {
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) throw refused.stale(before.version);
  const name = (input.name ?? before.name).trim();
  if (name === '' || name.length > 255) throw refusedGroup.name();
  return {
    ...before,
    name,
    parentId: input.parentId === undefined ? before.parentId : (input.parentId as PromotionGroup['parentId']),
    mode: input.mode ?? before.mode,
    scope: input.scope ?? before.scope,
    stacking: input.stacking ?? before.stacking,
    sequence: input.sequence ?? before.sequence,
  };
}

/**
 * Refuses a tree that cannot be evaluated: groups within themselves, members of several lanes where one of them is to be chosen, and
 * BEST_DEAL groups with too many members or within one another. @throws UserError at `path`, or at `parentId`
 */
export function checkTree(groups: readonly PromotionGroup[], members: readonly Member[], path: Path): void {
  const byId = new Map<string, PromotionGroup>(groups.map((group) => [group.id, group]));
  const above = new Map(groups.map((group) => [group.id as string, ancestorsOf(group, byId)]));
  const lanes = new Map<string, Set<Lane>>();
  const sizes = new Map<string, number>();
  for (const { parentId } of groups) if (parentId !== null) sizes.set(parentId, (sizes.get(parentId) ?? 0) + 1);
  for (const { groupId, lane } of members) {
    sizes.set(groupId, (sizes.get(groupId) ?? 0) + 1);
    for (const id of [groupId, ...(above.get(groupId) ?? []).map((each) => each.id)])
      lanes.set(id, (lanes.get(id) ?? new Set()).add(lane));
  }
  for (const { id, name, mode } of groups) {
    const found = [...(lanes.get(id) ?? [])].sort();
    if (mode !== 'STACK' && mode !== 'BEST_DEAL' && found.length > 1) throw refusedGroup.lanes(name, found, path);
    if (mode !== 'BEST_DEAL') continue;
    if ((sizes.get(id) ?? 0) > mostAlternatives) throw refusedGroup.tooMany(name, mostAlternatives, path);
    if (above.get(id)?.some((each) => each.mode === 'BEST_DEAL')) throw refusedGroup.nested(name, path);
  }
}

function ancestorsOf(group: PromotionGroup, byId: ReadonlyMap<string, PromotionGroup>): readonly PromotionGroup[] {
  const found: PromotionGroup[] = [];
  for (let { parentId } = group; parentId !== null;) {
    const parent = byId.get(parentId);
    if (!parent) throw refusedGroup.unknown(parentId, ['parentId']);
    if (parent === group || found.includes(parent)) throw refusedGroup.cycle();
    found.push(parent);
    ({ parentId } = parent);
  }
  return found;
}
