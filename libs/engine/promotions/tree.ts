import type { Conventions } from '../conventions.js';
import type { Terms } from '../terms.js';
import { byId } from '../validity.js';
import type { Lane, PromotionGroupTerms, PromotionTerms, Stacking } from './promotion.js';

/** What has a turn: a promotion, or a group of such within one lane. */
export interface Node {
  readonly id: string;
  readonly lane: Lane;
  readonly sequence: number;
  readonly stacking: Stacking;
  readonly content: PromotionTerms | GroupContent;
}

/** What is in a group: its nodes in the order in which they have their turn. */
export interface GroupContent {
  /** Null: the group that a convention makes of all promotions on items. */
  readonly group: PromotionGroupTerms | null;
  readonly mode: PromotionGroupTerms['mode'];
  readonly scope: PromotionGroupTerms['scope'];
  readonly children: Node[];
}

/** The lanes in the order in which they have their turn. */
export const lanes: readonly Lane[] = ['ITEM', 'ORDER', 'SHIPPING'];

/** Whether a node is a group. */
export function isGroup(content: Node['content']): content is GroupContent {
  return 'children' in content;
}

/** The outermost nodes of a lane, in the order in which they have their turn: promotions without a group, and groups. */
export function nodesOf(
  lane: Lane,
  promotions: readonly PromotionTerms[],
  groups: Terms['groups'],
  conventions: Pick<Conventions, 'exclusivity' | 'itemPromotions'>,
): readonly Node[] {
  const outermost: Node[] = [];
  const made = new Map<string, GroupContent>();
  const childrenOf = (groupId: string | null | undefined): Node[] => {
    const group = groupId === null || groupId === undefined ? undefined : groups.get(groupId);
    if (!group) return outermost;
    const known = made.get(group.id);
    if (known) return known.children;
    const { id, mode, scope, sequence, stacking } = group;
    const content: GroupContent = { group, mode, scope, children: [] };
    made.set(id, content);
    childrenOf(group.parentId).push({ id, lane, sequence, stacking, content });
    return content.children;
  };
  for (const promotion of promotions) {
    if (promotion.lane !== lane) continue;
    const { id, groupId, sequence, stacking = 'COMBINES' } = promotion;
    childrenOf(groupId).push({ id, lane, sequence, stacking, content: promotion });
  }
  const exclusiveFirst = conventions.exclusivity === 'EXCLUSIVE_FIRST';
  for (const { mode, children } of made.values())
    children.sort(inTurn(exclusiveFirst && (mode === 'STACK' || mode === 'BEST_DEAL')));
  outermost.sort(inTurn(exclusiveFirst));
  return lane === 'ITEM' && conventions.itemPromotions === 'BEST_ONLY' ? bestOnly(outermost, exclusiveFirst) : outermost;
}

function inTurn(exclusiveFirst: boolean): (a: Node, b: Node) => number {
  const rank = ({ stacking }: Node): number => (exclusiveFirst && stacking === 'EXCLUDES' ? 0 : 1);
  return (a, b) => rank(a) - rank(b) || a.sequence - b.sequence || byId(a, b);
}

/** Of several promotions on an item the best alone: those that exclude others have had their turn before, if so they do. */
function bestOnly(nodes: readonly Node[], exclusiveFirst: boolean): readonly Node[] {
  const first = exclusiveFirst ? nodes.filter(({ stacking }) => stacking === 'EXCLUDES') : [];
  const children = nodes.slice(first.length);
  if (children.length < 2) return nodes;
  const content: GroupContent = { group: null, mode: 'HIGHEST', scope: 'ITEM', children };
  return [...first, { id: '', lane: 'ITEM', sequence: 0, stacking: 'COMBINES', content }];
}
