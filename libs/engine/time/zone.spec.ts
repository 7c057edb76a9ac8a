import { isTimeZone, offsetAt, shiftBetween } from './zone.js';

const hour = 3_600_000;

describe('the name of a time zone', () => {
  it.each(['Europe/Amsterdam', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Etc/GMT+5', 'Pacific/Chatham'])(
    'is %s',
    (zone) => expect(isTimeZone(zone)).toBe(true),
  );

  it.each(['', 'Europe/Atlantis', '+02:00', '-05', 'Z', 'CEST', ' UTC', 'Europe/Amsterdam ', 'constructor'])(
    'is not %j',
    (zone) => expect(isTimeZone(zone)).toBe(false),
  );
});

describe('the offset of a zone', () => {
  it.each([
    ['UTC', '2027-03-28T12:00:00Z', 0],
    ['Europe/Amsterdam', '2027-03-28T00:59:59.999Z', 1],
    ['Europe/Amsterdam', '2027-03-28T01:00:00Z', 2],
    ['Europe/Amsterdam', '2027-10-31T00:59:59.999Z', 2],
    ['Europe/Amsterdam', '2027-10-31T01:00:00Z', 1],
    ['America/New_York', '2027-01-01T00:00:00Z', -5],
    ['Asia/Kolkata', '2027-01-01T00:00:00Z', 5.5],
    ['Pacific/Marquesas', '2027-01-01T00:00:00Z', -9.5],
    ['Pacific/Chatham', '2027-01-01T00:00:00Z', 13.75],
    ['Pacific/Kiritimati', '2027-01-01T00:00:00Z', 14],
    ['Africa/Monrovia', '1971-06-01T00:00:00Z', -44.5 / 60],
  ])('%s is at %s ahead of UTC by %d hours', (zone, at, hours) => expect(offsetAt(zone, Date.parse(at))).toBe(hours * hour));

  it('changes at one instant', () => {
    const [winter, summer] = [Date.UTC(2027, 0, 1), Date.UTC(2027, 6, 1)];
    expect(shiftBetween('Europe/Amsterdam', winter, summer)).toBe(Date.UTC(2027, 2, 28, 1));
    expect(shiftBetween('Australia/Lord_Howe', winter, summer)).toBe(Date.UTC(2027, 3, 3, 15));
  });

  it('is not to be had where there is no such zone', () => expect(() => offsetAt('Europe/Atlantis', 0)).toThrow(RangeError));
});
