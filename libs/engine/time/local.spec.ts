import { instantOf, parseLocal, readingAt } from './local.js';

const amsterdam = 'Europe/Amsterdam';

function local(text: string): number {
  return parseLocal(text) ?? NaN;
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(/(:00)?\.000Z$/, 'Z');
}

describe('a local time', () => {
  it.each([
    ['2027-03-28', '2027-03-28T00:00Z'],
    ['2027-03-28T17:05', '2027-03-28T17:05Z'],
    ['2027-03-28T17:05:30', '2027-03-28T17:05:30Z'],
    ['2028-02-29T23:59:59', '2028-02-29T23:59:59Z'],
  ])('%s is read', (text, read) => expect(iso(parseLocal(text))).toBe(read));

  it.each([
    '',
    '2027-02-29',
    '2027-02-30T10:00',
    '2027-13-01',
    '2027-3-28',
    '2027-03-28T24:00',
    '2027-03-28T7:00',
    '2027-03-28T17:60',
    '2027-03-28T17:00Z',
    '2027-03-28T17:00+02:00',
    '2027-03-28 17:00',
    '28 March 2027',
  ])('%j is none', (text) => expect(parseLocal(text)).toBeNull());
});

describe('the instant of a local time', () => {
  it.each([
    [amsterdam, '2027-07-01T12:00', '2027-07-01T10:00Z'],
    [amsterdam, '2027-01-01T12:00', '2027-01-01T11:00Z'],
    // 02:00 to 03:00 is skipped: the next valid instant
    [amsterdam, '2027-03-28T01:59', '2027-03-28T00:59Z'],
    [amsterdam, '2027-03-28T02:00', '2027-03-28T01:00Z'],
    [amsterdam, '2027-03-28T02:30', '2027-03-28T01:00Z'],
    [amsterdam, '2027-03-28T02:59:59', '2027-03-28T01:00Z'],
    [amsterdam, '2027-03-28T03:00', '2027-03-28T01:00Z'],
    [amsterdam, '2027-03-28T03:01', '2027-03-28T01:01Z'],
    // 02:00 to 03:00 is there twice: the first
    [amsterdam, '2027-10-31T01:59', '2027-10-30T23:59Z'],
    [amsterdam, '2027-10-31T02:00', '2027-10-31T00:00Z'],
    [amsterdam, '2027-10-31T02:59:59', '2027-10-31T00:59:59Z'],
    [amsterdam, '2027-10-31T03:00', '2027-10-31T02:00Z'],
    // half an hour
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45Z'],
    ['Australia/Lord_Howe', '2027-10-03T02:10', '2027-10-02T15:30Z'],
    // a midnight that is skipped, and one hour before midnight that is there twice
    ['America/Santiago', '2027-09-05T00:00', '2027-09-05T04:00Z'],
    ['America/Santiago', '2027-04-03T23:30', '2027-04-04T02:30Z'],
    // a day that is skipped
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00Z'],
    ['Pacific/Kiritimati', '2027-01-01T00:00', '2026-12-31T10:00Z'],
    ['UTC', '2027-03-28T02:30', '2027-03-28T02:30Z'],
  ])('in %s, %s, is %s', (zone, text, at) => expect(iso(instantOf(zone, local(text)))).toBe(at));
});

describe('a day in a zone', () => {
  const daysWindow = (zone: string, first: number, last = first) => ({
    from: instantOf(zone, first),
    to: instantOf(zone, last + 86_400_000),
  });

  it.each([
    [amsterdam, '2027-03-28', '2027-03-27T23:00Z', '2027-03-28T22:00Z', 23],
    [amsterdam, '2027-10-31', '2027-10-30T22:00Z', '2027-10-31T23:00Z', 25],
    [amsterdam, '2027-07-01', '2027-06-30T22:00Z', '2027-07-01T22:00Z', 24],
    ['UTC', '2027-03-28', '2027-03-28T00:00Z', '2027-03-29T00:00Z', 24],
    ['America/Santiago', '2027-09-05', '2027-09-05T04:00Z', '2027-09-06T03:00Z', 23],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00Z', '2011-12-30T10:00Z', 0],
  ])('%s: %s is %s to %s, %d hours', (zone, date, from, to, hours) => {
    const window = daysWindow(zone, local(date));
    expect([iso(window.from), iso(window.to)]).toEqual([from, to]);
    expect(window.to - window.from).toBe(hours * 3_600_000);
  });

  it('is followed by the next without a gap, through a whole year', () => {
    let end = daysWindow(amsterdam, local('2026-12-31')).to;
    for (let day = local('2027-01-01'); day < local('2028-01-01'); day += 86_400_000) {
      const window = daysWindow(amsterdam, day);
      expect(window.from).toBe(end);
      end = window.to;
    }
    expect(iso(end)).toBe('2027-12-31T23:00Z');
  });

  it('may be the last of several', () => {
    const window = daysWindow(amsterdam, local('2027-03-26'), local('2027-03-28'));
    expect([iso(window.from), iso(window.to)]).toEqual(['2027-03-25T23:00Z', '2027-03-28T22:00Z']);
  });
});

describe('what clocks show', () => {
  it.each([
    [amsterdam, '2027-03-28T00:59:59Z', '2027-03-28T01:59:59Z', null],
    [amsterdam, '2027-03-28T01:00:00Z', '2027-03-28T03:00Z', null],
    [amsterdam, '2027-10-31T00:00:00Z', '2027-10-31T02:00Z', null],
    [amsterdam, '2027-10-31T00:59:59Z', '2027-10-31T02:59:59Z', null],
    [amsterdam, '2027-10-31T01:00:00Z', '2027-10-31T02:00Z', '2027-10-31T03:00Z'],
    [amsterdam, '2027-10-31T01:59:59Z', '2027-10-31T02:59:59Z', '2027-10-31T03:00Z'],
    [amsterdam, '2027-10-31T02:00:00Z', '2027-10-31T03:00Z', null],
    ['Australia/Lord_Howe', '2027-04-03T15:10:00Z', '2027-04-04T01:40Z', '2027-04-04T02:00Z'],
    ['Australia/Lord_Howe', '2027-04-03T15:30:00Z', '2027-04-04T02:00Z', null],
    ['America/Santiago', '2027-04-04T03:30:00Z', '2027-04-03T23:30Z', '2027-04-04T00:00Z'],
  ])('in %s at %s is %s; for the second time until %s', (zone, at, shown, until) => {
    const { local: read, repeatedUntil } = readingAt(zone, Date.parse(at));
    expect([iso(read), iso(repeatedUntil)]).toEqual([shown, until]);
  });

  it('is the same whoever asked before', () => {
    const at = Date.UTC(2027, 6, 1, 12);
    const asked = ['UTC', amsterdam, 'UTC', 'Asia/Tokyo', amsterdam].map((zone) => iso(readingAt(zone, at).local)?.slice(11));
    expect(asked).toEqual(['12:00Z', '14:00Z', '12:00Z', '21:00Z', '14:00Z']);
    expect(iso(readingAt(amsterdam, at + 60_000).local)).toBe('2027-07-01T14:01Z');
  });
});
