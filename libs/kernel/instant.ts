const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an RFC 3339 instant such as "2027-03-28T22:00:00Z" as epoch milliseconds; null: it is none. */
export function parseInstant(text: string): number | null {
  const time = rfc3339.test(text) ? Date.parse(text) : NaN;
  // Date.parse rolls the 30th of February over; the day that was written must be the day that is meant
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(time) || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  return time;
}
