import { randomInt } from 'node:crypto';
import { encodeTime, monotonicFactory, ulid } from 'ulid';
import { idOf, idPrefixes, type Id, type IdKind } from '#kernel';

/** Ids that open something to whoever knows them. Those of one millisecond must not follow from each other, so they are random. */
const opening: ReadonlySet<IdKind> = new Set<IdKind>(['cart', 'order']);

const range = 2 ** 32;
/** Chance from the system, a pool of it at a time: a number from 0 to below 1. */
const chance = (): number => randomInt(range) / range;

// ulid's own source of chance asks the system for every letter
const next = monotonicFactory(chance);

/** A new id of the kind: sorts after those made before it in this process; a cart's or order's only to the millisecond. */
export function newId<K extends IdKind>(kind: K): Id<K> {
  return idOf(kind, opening.has(kind) ? ulid(undefined, chance) : next());
}

/** Sorts before every id of the kind that is made from the instant on, and behind those made earlier. */
export function firstIdAt(kind: IdKind, at: Date): string {
  return `${idPrefixes[kind]}_${encodeTime(at.getTime())}`;
}
