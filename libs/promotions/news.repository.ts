import { event, promotionChanged, promotionGroupChanged, recording, type NewEvent } from '#events';
import type { Context } from '#kernel';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import { difference, type ChangeKind } from './change.js';
import { recordingChanges, type NewChange } from './changes.repository.js';
import type { PromotionGroup } from './group.js';
import type { Promotion } from './promotion.js';

/** What was done to a promotion or a group. */
export interface ToldChange<T> {
  readonly kind: ChangeKind;
  readonly before: T | null;
  readonly after: T | null;
}

/** Records what was done to a promotion for those who look it up, and tells of it: the fields that differ, never what is in them. */
export function tellingOfPromotion(
  kind: ChangeKind,
  before: Promotion | null,
  after: Promotion,
  context: Context,
  changed?: object,
): Write[] {
  return telling([{ kind, before, after: changed ? { ...after, ...changed } : after }], [], context);
}

/** The same for a group. */
export function tellingOfGroup(
  kind: ChangeKind,
  before: PromotionGroup | null,
  after: PromotionGroup | null,
  context: Context,
): Write[] {
  return telling([], [{ kind, before, after }], context);
}

/** The same for any number of both, in as many statements as for one. */
export function telling(
  promotions: readonly ToldChange<Promotion>[],
  groups: readonly ToldChange<PromotionGroup>[],
  context: Context,
): Write[] {
  const told = [
    ...promotions.map((one) =>
      toldOf(one, (id, version, changed) => event(promotionChanged, newId('event'), id, version, { promotionId: id, changed })),
    ),
    ...groups.map((one) =>
      toldOf(one, (id, version, changed) =>
        event(promotionGroupChanged, newId('event'), id, version, { promotionGroupId: id, changed }),
      ),
    ),
  ].flat();
  if (told.length === 0) return [];
  return [
    recordingChanges(
      told.map(({ change }) => change),
      context,
    ),
    recording(
      told.map(({ news }) => news),
      context,
    ),
  ];
}

function toldOf<T extends { readonly id: string; readonly version: bigint }>(
  { kind, before, after }: ToldChange<T>,
  news: (id: string, version: bigint, changed: string[]) => NewEvent,
): { readonly change: NewChange; readonly news: NewEvent }[] {
  const subject = after ?? before;
  if (!subject) return [];
  const { fields, ...values } = difference(before, after);
  const named = before && after ? fields.filter((field) => field !== 'version') : [after ? 'created' : 'deleted'];
  // what is deleted counts once more
  const version = after ? after.version : subject.version + 1n;
  const change = { id: newId('promotionChange'), subjectId: subject.id, kind, ...values };
  return [{ change, news: news(subject.id, version, named) }];
}
