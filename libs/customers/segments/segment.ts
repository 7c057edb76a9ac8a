import { shortCode, shortName, type Id } from '#kernel';

/** Customers that the shop's own analysis, or a file, puts together: rules and price lists may be for it. */
export interface Segment {
  readonly id: Id<'segment'>;
  readonly code: string;
  readonly name: string;
  /** Counts the changes, and so the events. */
  readonly version: bigint;
}

/** What becomes of the members of a segment. */
export interface MemberChange {
  readonly added: readonly Id<'customer'>[];
  readonly removed: readonly Id<'customer'>[];
}

/** The most customers that one call puts in or takes out: files take more. */
export const mostMembers = 1000;

/** Nobody comes, nobody goes. */
export const sameMembers: MemberChange = { added: [], removed: [] };

/** A segment that nobody is in yet, before its first version. @throws UserError naming the field */
export function newSegment(id: Id<'segment'>, code: string, name: string): Segment {
  return { id, code: shortCode(code), name: shortName(name), version: 0n };
}

/** Whether nobody comes and nobody goes. */
export function isSame({ added, removed }: MemberChange): boolean {
  return added.length === 0 && removed.length === 0;
}
