import { event, promotionChanged, promotionGroupChanged, recording } from '#events';
import type { Context } from '#kernel';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import { difference, type ChangeKind } from './change.js';
import { recordingChanges } from './changes.repository.js';
import type { PromotionGroup } from './group.js';
import type { Promotion } from './promotion.js';

/** Records what was done to a promotion for those who look it up, and tells of it: the fields that differ, never what is in them. */
export function tellingOfPromotion(
  kind: ChangeKind,
  before: Promotion | null,
  after: Promotion,
  context: Context,
  changed?: object,
): Write[] {
  const { fields, ...values } = difference(before, changed ? { ...after, ...changed } : after);
  const named = before === null ? ['created'] : fields.filter((field) => field !== 'version');
  const { id, version } = after;
  const news = event(promotionChanged, newId('event'), id, version, { promotionId: id, changed: named });
  return [
    recordingChanges([{ id: newId('promotionChange'), subjectId: id, kind, ...values }], context),
    recording([news], context),
  ];
}

/** The same for a group. */
export function tellingOfGroup(
  kind: ChangeKind,
  before: PromotionGroup | null,
  after: PromotionGroup | null,
  context: Context,
): Write[] {
  const group = after ?? before;
  if (!group) return [];
  const { fields, ...values } = difference(before, after);
  const named = before && after ? fields.filter((field) => field !== 'version') : [after ? 'created' : 'deleted'];
  const { id } = group;
  // what is deleted counts once more
  const version = after ? after.version : group.version + 1n;
  const news = event(promotionGroupChanged, newId('event'), id, version, { promotionGroupId: id, changed: named });
  return [
    recordingChanges([{ id: newId('promotionChange'), subjectId: id, kind, ...values }], context),
    recording([news], context),
  ];
}
