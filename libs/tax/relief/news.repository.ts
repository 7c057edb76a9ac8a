import { event, recording, taxReliefChanged } from '#events';
import type { Context } from '#kernel';
import type { Write } from '#platform/db';
import { newId } from '#platform/ids';
import type { StoredRelief } from './relief.js';

/** The fields of a relief that change. */
const changing = ['consultation', 'validTo'] as const;

/** Tells who has kept, ended or checked a relief: the fields that differ, never what is in them. */
export function tellingOfRelief(before: StoredRelief | null, after: StoredRelief, context: Context): Write {
  const { id, holder, kind, version } = after;
  const changed = before === null ? ['created'] : changing.filter((field) => before[field] !== after[field]);
  return recording(
    [event(taxReliefChanged, newId('event'), id, version, { taxReliefId: id, ...holder, kind, changed })],
    context,
  );
}
