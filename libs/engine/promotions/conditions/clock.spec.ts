import { aBasket, aCondition, aStanding } from '../../builders.js';

const standing = aStanding(aBasket([]));

function isOpen(definition: object, at: string, timeZone = 'Europe/Amsterdam'): boolean {
  return aCondition({ type: 'clock', ...definition }).unmet({ ...standing, at: Date.parse(at), timeZone }) === null;
}

describe('a weekly window', () => {
  const happyHours = { weekdays: ['TUE'], from: '17:00', to: '19:00' };
  const lateFridays = { weekdays: ['FRI'], from: '22:00', to: '02:00' };

  it.each([
    // a Tuesday in summer: local time is UTC + 2
    [happyHours, '2027-06-29T14:59:59.999Z', false],
    [happyHours, '2027-06-29T15:00:00Z', true],
    [happyHours, '2027-06-29T16:59:59.999Z', true],
    [happyHours, '2027-06-29T17:00:00Z', false],
    [happyHours, '2027-06-30T16:00:00Z', false],
    // and in winter: UTC + 1
    [happyHours, '2027-12-28T15:59:59.999Z', false],
    [happyHours, '2027-12-28T16:00:00Z', true],
    [happyHours, '2027-12-28T18:00:00Z', false],
    // over midnight: Friday 2 July, and no other night
    [lateFridays, '2027-07-02T19:59:59.999Z', false],
    [lateFridays, '2027-07-02T20:00:00Z', true],
    [lateFridays, '2027-07-02T22:00:00Z', true],
    [lateFridays, '2027-07-02T23:59:59.999Z', true],
    [lateFridays, '2027-07-03T00:00:00Z', false],
    [lateFridays, '2027-07-03T20:00:00Z', false],
    [lateFridays, '2027-07-01T23:00:00Z', false],
    // weekdays by local midnights
    [{ weekdays: ['SAT', 'SUN'] }, '2027-07-02T21:59:59.999Z', false],
    [{ weekdays: ['SAT', 'SUN'] }, '2027-07-02T22:00:00Z', true],
    [{ weekdays: ['SAT', 'SUN'] }, '2027-07-04T21:59:59.999Z', true],
    [{ weekdays: ['SAT', 'SUN'] }, '2027-07-04T22:00:00Z', false],
    // every day, up to midnight
    [{ from: '18:00', to: '00:00' }, '2027-07-04T21:59:59.999Z', true],
    [{ from: '18:00', to: '00:00' }, '2027-07-04T22:00:00Z', false],
    [{ weekdays: ['THU'] }, '1969-12-31T23:00:00Z', true],
    [{ weekdays: ['WED'] }, '1969-12-31T22:59:59Z', true],
  ])('%j at %s: %s', (definition, at, open) => expect(isOpen(definition, at)).toBe(open));

  it('is by the clocks of the place', () => {
    const at = '2027-06-29T15:00:00Z';
    expect(['UTC', 'Europe/Amsterdam', 'America/New_York'].map((zone) => isOpen(happyHours, at, zone))).toEqual([
      false,
      true,
      false,
    ]);
    expect(isOpen({ weekdays: ['WED'], from: '05:00', to: '05:01' }, at, 'Pacific/Kiritimati')).toBe(true);
  });

  it('says when it would hold', () => {
    expect(aCondition({ type: 'clock', ...happyHours }).unmet(standing)).toEqual({
      weekdays: 'TUE',
      from: '17:00',
      to: '19:00',
      timeZone: 'UTC',
    });
    expect(aCondition({ type: 'clock', weekdays: ['SAT', 'MON'] }).unmet(standing)).toEqual({
      weekdays: 'MON, SAT',
      timeZone: 'UTC',
    });
    expect(aCondition({ type: 'clock', from: '09:30', to: '10:00' }).unmet(standing)).toEqual({
      from: '09:30',
      to: '10:00',
      timeZone: 'UTC',
    });
  });

  it('may concern any basket, and is always known', () => {
    const { keys, holds } = aCondition({ type: 'clock', ...happyHours });
    expect([keys, holds(standing)]).toEqual([null, false]);
  });
});

describe('on 28 March 2027, when clocks go from 02:00 to 03:00 (01:00Z), a window', () => {
  it.each([
    // begins with the next valid instant
    ['02:30', '04:00', '2027-03-28T00:59:59.999Z', false],
    ['02:30', '04:00', '2027-03-28T01:00:00Z', true],
    ['02:30', '04:00', '2027-03-28T01:59:59.999Z', true],
    ['02:30', '04:00', '2027-03-28T02:00:00Z', false],
    // ends with it
    ['01:00', '02:30', '2027-03-28T00:00:00Z', true],
    ['01:00', '02:30', '2027-03-28T00:59:59.999Z', true],
    ['01:00', '02:30', '2027-03-28T01:00:00Z', false],
    // has no instant at all
    ['02:00', '03:00', '2027-03-28T00:59:59.999Z', false],
    ['02:00', '03:00', '2027-03-28T01:00:00Z', false],
    // goes on through it
    ['01:00', '04:00', '2027-03-28T01:30:00Z', true],
  ])('%s to %s, at %s: %s', (from, to, at, open) => expect(isOpen({ weekdays: ['SUN'], from, to }, at)).toBe(open));

  it('all day is that Sunday of 23 hours', () => {
    const at = ['2027-03-27T22:59:59Z', '2027-03-27T23:00:00Z', '2027-03-28T21:59:59Z', '2027-03-28T22:00:00Z'];
    expect(at.map((each) => isOpen({ weekdays: ['SUN'] }, each))).toEqual([false, true, true, false]);
  });
});

describe('on 31 October 2027, when clocks go from 03:00 back to 02:00 (01:00Z), a window', () => {
  it.each([
    // the doubled hour itself: once
    ['02:00', '03:00', '2027-10-31T00:00:00Z', true],
    ['02:00', '03:00', '2027-10-31T00:59:59.999Z', true],
    ['02:00', '03:00', '2027-10-31T01:00:00Z', false],
    ['02:00', '03:00', '2027-10-31T01:30:00Z', false],
    ['02:00', '03:00', '2027-10-31T02:00:00Z', false],
    // part of it: once
    ['02:15', '02:45', '2027-10-31T00:15:00Z', true],
    ['02:15', '02:45', '2027-10-31T00:45:00Z', false],
    ['02:15', '02:45', '2027-10-31T01:15:00Z', false],
    // ends in it: the first time
    ['01:00', '02:30', '2027-10-31T00:29:59.999Z', true],
    ['01:00', '02:30', '2027-10-31T00:30:00Z', false],
    ['01:00', '02:30', '2027-10-31T01:00:00Z', false],
    ['01:00', '02:30', '2027-10-31T01:29:00Z', false],
    // begins in it: the first time, and goes on
    ['02:30', '04:00', '2027-10-31T00:29:59.999Z', false],
    ['02:30', '04:00', '2027-10-31T00:30:00Z', true],
    ['02:30', '04:00', '2027-10-31T01:15:00Z', true],
    ['02:30', '04:00', '2027-10-31T02:59:59.999Z', true],
    ['02:30', '04:00', '2027-10-31T03:00:00Z', false],
    // begins after it
    ['03:00', '04:00', '2027-10-31T01:30:00Z', false],
    ['03:00', '04:00', '2027-10-31T02:00:00Z', true],
    // goes on through it, also over midnight
    ['00:00', '06:00', '2027-10-31T01:30:00Z', true],
    ['22:00', '02:30', '2027-10-31T00:29:00Z', true],
    ['22:00', '02:30', '2027-10-31T01:29:00Z', false],
    ['22:00', '04:00', '2027-10-31T01:29:00Z', true],
  ])('%s to %s, at %s: %s', (from, to, at, open) => expect(isOpen({ from, to }, at)).toBe(open));

  it('all day is that Sunday of 25 hours', () => {
    const at = [
      '2027-10-30T21:59:59Z',
      '2027-10-30T22:00:00Z',
      '2027-10-31T01:30:00Z',
      '2027-10-31T22:59:59Z',
      '2027-10-31T23:00:00Z',
    ];
    expect(at.map((each) => isOpen({ weekdays: ['SUN'] }, each))).toEqual([false, true, true, true, false]);
  });
});

describe('where the doubled hour ends at midnight', () => {
  // America/Santiago, Saturday 3 April 2027: 23:00 to 24:00 twice, for the second time from 03:00Z to 04:00Z
  it.each([
    [{ from: '23:00', to: '00:00' }, '2027-04-04T02:30:00Z', true],
    [{ from: '23:00', to: '00:00' }, '2027-04-04T03:30:00Z', false],
    [{ weekdays: ['SAT'], from: '22:00', to: '01:00' }, '2027-04-04T03:30:00Z', true],
    [{ weekdays: ['SAT'] }, '2027-04-04T03:30:00Z', true],
    [{ weekdays: ['SUN'] }, '2027-04-04T03:30:00Z', false],
    [{ weekdays: ['SUN'], from: '00:00', to: '01:00' }, '2027-04-04T03:30:00Z', false],
    [{ weekdays: ['SUN'], from: '00:00', to: '01:00' }, '2027-04-04T04:00:00Z', true],
  ])('%j at %s: %s', (definition, at, open) => expect(isOpen(definition, at, 'America/Santiago')).toBe(open));
});
