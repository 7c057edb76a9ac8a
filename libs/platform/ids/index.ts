import { monotonicFactory } from 'ulid';
import { idOf, type Id, type IdKind } from '#kernel';

const next = monotonicFactory();

/** A new id of the kind: sorts after those made before it in this process. */
export function newId<K extends IdKind>(kind: K): Id<K> {
  return idOf(kind, next());
}
