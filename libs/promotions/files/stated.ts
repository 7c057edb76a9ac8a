import type { StatedGroup, StatedPromotion } from '#engine';
import { UserError, type Id, type Path } from '#kernel';
import { blankGroup, changedGroup, type PromotionGroup } from '../group.js';
import { checkSatisfiable } from '../never.js';
import { blankPromotion, changedPromotion, type Promotion } from '../promotion.js';
import { refusedFile } from '../promotions.errors.js';

/** Where a new thing is stated, and how it is called where the file does not say. */
export interface Statement {
  readonly path: Path;
  /** The language of a name that nobody has given. */
  readonly language: string;
  readonly now: Date;
}

/**
 * The promotion as the file states it, its version still that of `before`: what the file leaves out has its default, but for the name.
 * @throws UserError naming the place in the file
 */
export function statedPromotion(given: StatedPromotion, before: Promotion | null, { path, language, now }: Statement): Promotion {
  return within(path, given.code === null ? [] : [['codes', 'code']], () => {
    if (before && given.status === 'ARCHIVED') return changedPromotion(before, { status: 'ARCHIVED', codes: [] }, now);
    if (before?.singleUse === true && !given.singleUse) throw refusedFile.singleUse();
    const id = before?.id ?? (newId(given.id) as Id<'promotion'>);
    const { status, version } = before ?? blankPromotion(id);
    const start = { ...blankPromotion(id), status, version, singleUse: given.singleUse };
    const { validFrom, validTo, window, code } = given;
    const at = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
    const name = Object.fromEntries(given.name);
    const after = changedPromotion(
      start,
      {
        name: given.name.length > 0 ? name : (before?.name ?? { [language]: given.id }),
        codes: code === null ? given.codes : [code],
        lane: given.lane,
        sequence: given.sequence,
        groupId: given.groupId,
        stacking: given.stacking,
        conditions: given.conditions,
        action: given.action,
        maxDiscount: Object.fromEntries(given.maxDiscount),
        reducesTaxBase: given.reducesTaxBase,
        window,
        validFrom: at(validFrom),
        validTo: at(validTo),
        usageLimit: given.usageLimit,
        usageLimitPerPerson: given.usageLimitPerPerson,
        budget: Object.fromEntries(given.budget),
        budgetEnd: given.budgetEnd,
        status: given.status,
      },
      now,
    );
    checkSatisfiable(after.conditions);
    return after;
  });
}

/** The group as the file states it, in the same way. @throws UserError naming the place in the file */
export function statedGroup(given: StatedGroup, before: PromotionGroup | null, path: Path): PromotionGroup {
  return within(path, [], () => {
    const id = before?.id ?? (newId(given.id) as Id<'promotionGroup'>);
    const { parentId, mode, scope, stacking, sequence } = given;
    const start = { ...blankGroup(id), version: before?.version ?? 0n };
    return changedGroup(start, { name: given.name ?? before?.name ?? id, parentId, mode, scope, stacking, sequence });
  });
}

/** Says of what is refused inside where in the file it stands; what the file calls otherwise is renamed. */
function within<T>(path: Path, renamed: Renamed, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? placed(error, path, renamed) : error;
  }
}

type Renamed = readonly (readonly [field: string, inFile: string])[];

/** The same refusal of a rule that stands at this place of a file. */
export function placed({ code, message, path: inside, facts }: UserError, path: Path, renamed: Renamed = []): UserError {
  const name = renamed.find(([field]) => field === inside[0])?.[1];
  return new UserError(code, message, [...path, ...(name === undefined ? inside : [name])], facts);
}

/** An id that a file makes up: the names of counters are made of it. */
function newId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)) return id;
  throw refusedFile.id();
}
