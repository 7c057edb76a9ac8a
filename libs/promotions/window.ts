import { isTimeZone, parseLocal, windowInstants, type ZonedWindow } from '#engine';
import { refused } from './promotions.errors.js';

/** When a promotion holds: from the first instant up to the second, which is outside; null is no bound. */
export interface Times {
  /** The local times that the instants come from; null: they were given themselves. */
  readonly window: ZonedWindow | null;
  /** Where stores' own clocks count, the first and the last instant at which it holds in any zone. */
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** A window as it is asked for. */
export interface WindowInput {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
}

/** When a promotion holds after a change: by local times, or by instants. @throws UserError naming the field */
export function changedTimes(
  before: Times,
  input: { readonly window?: WindowInput | null; readonly validFrom?: Date | null; readonly validTo?: Date | null },
): Times {
  if (input.window) {
    if (input.validFrom || input.validTo) throw refused.twoWindows();
    return timesOf(windowOf(input.window));
  }
  const { validFrom, validTo } = input;
  if (input.window === undefined && validFrom === undefined && validTo === undefined) return before;
  // the bound that is not given stays, unless it came from local times that count no more
  const known = before.window === null && input.window === undefined ? before : { validFrom: null, validTo: null };
  const times = {
    window: null,
    validFrom: validFrom === undefined ? known.validFrom : validFrom,
    validTo: validTo === undefined ? known.validTo : validTo,
  };
  if (times.validFrom && times.validTo && times.validTo <= times.validFrom) throw refused.window(['validTo']);
  return times;
}

/** The instants of a window as clocks are set now: what is decided about them later moves them. */
export function timesOf(window: ZonedWindow): Times {
  const { validFrom, validTo } = windowInstants(window);
  const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
  return { window, validFrom: date(validFrom), validTo: date(validTo) };
}

/** Whether the time is up at an instant. */
export function isOver({ validTo }: Times, now: Date): boolean {
  return validTo !== null && validTo <= now;
}

function windowOf({ from = null, to = null, timeZone = null }: WindowInput): ZonedWindow {
  if (timeZone !== null && !isTimeZone(timeZone)) throw refused.timeZone();
  const [begins, ends] = [localAt(from, 'from'), localAt(to, 'to')];
  if (begins === null && ends === null) throw refused.emptyWindow();
  if (begins !== null && ends !== null && ends <= begins) throw refused.window(['window', 'to']);
  const window = { from: localText(begins), to: localText(ends), timeZone };
  const { validFrom, validTo } = timesOf(window);
  // an hour that clocks skip is not there
  if (timeZone !== null && validFrom && validTo && validTo <= validFrom) throw refused.window(['window', 'to']);
  return window;
}

function localAt(text: string | null, field: 'from' | 'to'): number | null {
  if (text === null) return null;
  const local = parseLocal(text);
  if (local === null) throw refused.local(field);
  return local;
}

function localText(local: number | null): string | null {
  return local === null ? null : new Date(local).toISOString().slice(0, 19).replace(/:00$/, '');
}
