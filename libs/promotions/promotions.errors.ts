import { longestCode } from '#engine';
import { UserError, type Facts, type Path } from '#kernel';

/** What promotions may refuse, as data. */
export const refused = {
  unknown: (id: string) => new UserError('NOT_FOUND', `there is no promotion ${id.slice(0, 100)}`, ['id']),
  name: () => new UserError('INVALID', 'a name has 1 to 255 characters', ['name']),
  code: (index: number) =>
    new UserError('INVALID', `a code has 1 to ${longestCode} characters, none of them blank`, ['codes', index], {
      max: longestCode,
    }),
  tooManyCodes: (max: number) => new UserError('LIMIT_REACHED', `a promotion has at most ${max} such codes`, ['codes'], { max }),
  taken: (code: string, index: number) =>
    new UserError('ALREADY_EXISTS', `the code ${code} is there already`, ['codes', index], { code }),
  limit: (field: string) => new UserError('INVALID', 'a limit is a whole number above 0', [field], { min: 1 }),
  window: (path: Path) => new UserError('INVALID', 'the end must be after the beginning', path),
  twoWindows: () =>
    new UserError('INVALID', 'say either a window of local times or the instants validFrom and validTo', ['window']),
  emptyWindow: () => new UserError('INVALID', 'a window says from or to', ['window']),
  local: (field: string) =>
    new UserError('INVALID', 'it is a date, or a date and a time such as 2027-03-28T17:00', ['window', field]),
  timeZone: () => new UserError('INVALID', 'it is a time zone such as Europe/Amsterdam', ['window', 'timeZone']),
  over: (path: Path) => new UserError('INVALID', 'it would be over before it begins: its end has passed', path),
  never: (message: string, path: Path, facts: Facts = {}) =>
    new UserError('INVALID', `this promotion can never apply: ${message}`, path, facts),
  named: (what: string, id: string, path: Path) =>
    new UserError('NOT_FOUND', `there is no ${what} ${id.slice(0, 100)}`, path, { id: id.slice(0, 100) }),
  archived: () => new UserError('WRONG_STATE', 'an archived promotion is not changed any more', ['id'], { status: 'ARCHIVED' }),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'it has been changed in the meantime', ['expectedVersion'], { version: version.toString() }),
  usedUp: (promotionId: string) =>
    new UserError('LIMIT_REACHED', 'this promotion has been used up', ['cartId'], { promotionId, limit: 'USES' }),
  usedByPerson: (promotionId: string) =>
    new UserError('LIMIT_REACHED', 'you have used this promotion as often as one person may', ['cartId'], {
      promotionId,
      limit: 'PERSON',
    }),
  budgetSpent: (promotionId: string, facts: Facts) =>
    new UserError('LIMIT_REACHED', 'too little is left of what this promotion may give', ['cartId'], {
      promotionId,
      limit: 'BUDGET',
      ...facts,
    }),
};

/** What groups of promotions, and codes that count once, may refuse. */
export const refusedGroup = {
  unknown: (id: string, path: Path = ['id']) =>
    new UserError('NOT_FOUND', `there is no promotion group ${id.slice(0, 100)}`, path),
  name: () => new UserError('INVALID', 'a name has 1 to 255 characters', ['name']),
  cycle: () => new UserError('INVALID', 'a group cannot stand within itself', ['parentId']),
  lanes: (group: string, lanes: readonly string[], path: Path) =>
    new UserError(
      'INVALID',
      `promotions of one lane alone can stand in the group ${group}, and these are of ${lanes.join(' and ')}`,
      path,
      { group, lanes: lanes.join(' ') },
    ),
  tooMany: (group: string, max: number, path: Path) =>
    new UserError('LIMIT_REACHED', `the group ${group} decides between at most ${max}`, path, { group, max }),
  nested: (group: string, path: Path) =>
    new UserError('INVALID', `the group ${group} of mode BEST_DEAL stands within another of that mode`, path, { group }),
  notEmpty: (members: number, path: Path = ['id']) =>
    new UserError('WRONG_STATE', 'promotions or groups still stand in this group', path, { members }),
  count: (max: number) => new UserError('INVALID', `count is a whole number from 1 to ${max}`, ['count'], { min: 1, max }),
  prefix: (max: number) =>
    new UserError('INVALID', `a prefix has at most ${max} letters, digits and hyphens`, ['prefix'], { max }),
};

/** What a file of rules may be refused for, beside what is wrong with a rule. */
export const refusedFile = {
  id: () => new UserError('INVALID', 'an id has 1 to 100 letters, digits, dots, hyphens and underscores', ['id']),
  singleUse: () =>
    new UserError('WRONG_STATE', 'codes that count once were generated for it: they cannot be taken back', ['singleUse']),
  stale: (id: string, path: Path) =>
    new UserError('STALE_VERSION', `${id} has been changed since the file was exported: export it again`, path, { id }),
};
