import { dayMs, offsetAt, shiftBetween } from './zone.js';

/** What clocks on a wall read: the milliseconds from 1970-01-01T00:00 on them, as if no clock were ever put forward or back. */
export type LocalTime = number;

const pattern = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?$/;

/** Reads a date, which is its midnight, or a date and a time: `2027-03-28`, `2027-03-28T17:00`, `2027-03-28T17:00:30`; null: it is none. */
export function parseLocal(text: string): LocalTime | null {
  const [, date, time = '00:00'] = pattern.exec(text) ?? [];
  const local = Date.parse(`${date}T${time}Z`);
  // Date.parse rolls the 30th of February over, and 24:00
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 16) !== `${date}T${time.slice(0, 5)}`) return null;
  return local;
}

/**
 * The instant at which the clocks of a zone read so: the first, where they do so twice; where they are put forward over it, the
 * instant at which that is done, which is the next valid one (semantics §12).
 */
export function instantOf(zone: string, local: LocalTime): number {
  // no zone is a day away from UTC, so these two lie before and after whatever happens around the local time
  const [before, after] = [local - dayMs, local + dayMs];
  const [old, young] = [offsetAt(zone, before), offsetAt(zone, after)];
  const candidates = old >= young ? [local - old, local - young] : [local - young, local - old];
  const read = candidates.find((at) => at + offsetAt(zone, at) === local);
  return read ?? shiftBetween(zone, before, after);
}

/** What the clocks of a zone show. */
export interface Reading {
  readonly local: LocalTime;
  /** Where they show it for the second time, having been put back: until when they do so; else null. */
  readonly repeatedUntil: LocalTime | null;
}

// in one evaluation everybody asks about the same instant
let latest: Reading & { readonly zone: string; readonly at: number } = { zone: '', at: 0, local: 0, repeatedUntil: null };

/** What the clocks of a zone show at an instant. */
export function readingAt(zone: string, at: number): Reading {
  if (latest.zone !== zone || latest.at !== at)
    latest = { zone, at, local: at + offsetAt(zone, at), repeatedUntil: repeatedUntil(zone, at) };
  return latest;
}

function repeatedUntil(zone: string, at: number): LocalTime | null {
  const before = at - dayMs;
  const [old, young] = [offsetAt(zone, before), offsetAt(zone, at)];
  if (old <= young || offsetAt(zone, at - (old - young)) !== old) return null;
  return shiftBetween(zone, before, at) + old;
}
