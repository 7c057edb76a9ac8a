import { UserError, type Path } from '#kernel';
import { readingAt, type Reading } from '../../time/local.js';
import { dayMs } from '../../time/zone.js';
import { choicesAt, isGiven, textAt, type Fields } from '../fields.js';
import type { ConditionKind } from '../kinds.js';

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** From one time of the day to another, in milliseconds from midnight; the latter on the next day where it is past it. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

/**
 * `{ "type": "clock", "weekdays": ["TUE"], "from": "17:00", "to": "19:00" }`: it is so by the clocks of the store, or else of the channel:
 * from the first time on and before the second. Either the weekdays or the times may be left out. From 22:00 to 02:00 is over midnight,
 * and the weekday is that of the evening. Where clocks are put forward it begins with the next valid instant; where they are put back it
 * is not there twice: what they show again is in it only if it lasts until after that (semantics §12). The time is always known.
 */
export const clock: ConditionKind = {
  type: 'clock',
  keys: ['weekdays', 'from', 'to'],
  parse: (fields, path) => {
    const days = isGiven(fields, 'weekdays') ? choicesAt(fields, 'weekdays', weekdays, path) : null;
    const hours = isGiven(fields, 'from') || isGiven(fields, 'to') ? hoursAt(fields, path) : null;
    if (!days && !hours) throw new UserError('INVALID', 'Either weekdays or from and to must be given', [...path, 'weekdays']);
    const open = new Set((days ?? weekdays).map((day) => weekdays.indexOf(day)));
    const times = hours && { from: textAt(fields, 'from', path), to: textAt(fields, 'to', path) };
    const facts = { ...(days && { weekdays: days.join(', ') }), ...times };
    return {
      stored: { ...(days && { weekdays: days }), ...times },
      unmet: ({ at, timeZone }) => (isOpen(readingAt(timeZone, at), open, hours) ? null : { ...facts, timeZone }),
    };
  },
};

function isOpen({ local, repeatedUntil }: Reading, open: ReadonlySet<number>, hours: Hours | null): boolean {
  const today = Math.floor(local / dayMs);
  if (hours === null) return open.has(weekdayOf(today));
  return [today - 1, today].some((day) => {
    if (!open.has(weekdayOf(day))) return false;
    const [from, to] = [day * dayMs + hours.from, day * dayMs + hours.to];
    return repeatedUntil === null ? from <= local && local < to : from < repeatedUntil && repeatedUntil < to;
  });
}

/** Of days counted from 1970-01-01, which was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function hoursAt(fields: Fields, path: Path): Hours {
  const [from, to] = [timeAt(fields, 'from', path), timeAt(fields, 'to', path)];
  if (from === to) throw new UserError('INVALID', 'to must not be the same as from; leave both out for all day', [...path, 'to']);
  return { from, to: to < from ? to + dayMs : to };
}

function timeAt(fields: Fields, key: string, path: Path): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(textAt(fields, key, path)) ?? [];
  if (hour !== undefined && minute !== undefined) return (Number(hour) * 60 + Number(minute)) * 60_000;
  throw new UserError('INVALID', `${key} must be a time such as 17:00, from 00:00 to 23:59`, [...path, key]);
}
