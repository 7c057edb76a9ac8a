/** A day in milliseconds, where clocks are not put forward or back. */
export const dayMs = 86_400_000;

const offsetPattern = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/;

/** Made once for each zone: making one takes as long as a thousand readings. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the text names a time zone as IANA does, such as Europe/Amsterdam or UTC. An offset such as +02:00 is none: it has no rules. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** How much the clocks of a zone are ahead of UTC at an instant, in milliseconds. @throws RangeError for what is no time zone */
export function offsetAt(zone: string, at: number): number {
  // the end of a text such as "3/28/2027, GMT+02:00"; before there were zones, offsets had seconds
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = offsetPattern.exec(formatOf(zone).format(at)) ?? [];
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -offset : offset;
}

/** The instant after `before`, up to `after`, at which the clocks of a zone are first put forward or back. There must be one. */
export function shiftBetween(zone: string, before: number, after: number): number {
  const old = offsetAt(zone, before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
}
