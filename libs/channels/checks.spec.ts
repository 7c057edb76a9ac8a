import { defaultConventions } from '#engine';
import { defaultChannel, type Channel } from './channel.js';
import { changedChannel, newChannel, type NewChannel } from './checks.js';

const input: NewChannel = {
  code: 'web',
  name: ' Web shop ',
  kind: 'WEB',
  legalEntityId: 'le_1',
  currencies: ['EUR', 'CHF'],
  locales: ['de', 'pt-BR'],
  country: 'DE',
  safetyStock: '1.5',
};

test('a channel is what it was told to be, and what was not told is empty', () => {
  expect(newChannel(input)).toEqual({
    code: 'web',
    name: 'Web shop',
    kind: 'WEB',
    legalEntityId: 'le_1',
    currencies: ['EUR', 'CHF'],
    locales: ['de', 'pt-BR'],
    country: 'DE',
    locationIds: [],
    paymentProviders: [],
    conventions: defaultConventions,
    safetyStock: 1500n,
    taxEntry: 'GROSS',
    taxProvider: 'table',
    taxFailure: 'REFUSE',
    timeZone: 'UTC',
    active: true,
  });
});

test.each<[Partial<NewChannel>, string[]]>([
  [{ code: 'Web' }, ['code']],
  [{ code: '-web' }, ['code']],
  [{ name: ' ' }, ['name']],
  [{ currencies: [] }, ['currencies']],
  [{ currencies: ['EUR', 'EUX'] }, ['currencies', '1']],
  [{ currencies: ['EUR', 'EUR'] }, ['currencies', '1']],
  [{ locales: [] }, ['locales']],
  [{ locales: ['english'] }, ['locales', '0']],
  [{ locationIds: ['var_1'] }, ['locationIds', '0']],
  [{ paymentProviders: ['a', 'a'] }, ['paymentProviders', '1']],
  [{ safetyStock: '-1' }, ['safetyStock']],
  [{ safetyStock: '0.0001' }, ['safetyStock']],
  [{ conventions: { rounding: 'UP' } }, ['conventions', 'rounding']],
  [{ conventions: { rounding: 'HALF_EVEN', taxRounding: 'WHOLE' } }, ['conventions', 'taxRounding']],
])('%j is refused at %j', (fields, path) => {
  try {
    newChannel({ ...input, ...fields });
  } catch (error) {
    const refused = error as { code: string; path: (string | number)[] };
    expect([refused.code, refused.path.map(String)]).toEqual(['INVALID', path]);
    return;
  }
  throw new Error('accepted');
});

test('a change leaves alone what it does not name', () => {
  const channel = newChannel(input);
  expect(changedChannel(channel, { active: false, name: null })).toEqual({ ...channel, active: false });
});

test('conventions are given together: those that are left out are as by default again', () => {
  const channel = newChannel({ ...input, conventions: { rounding: 'HALF_EVEN' }, taxEntry: 'NET' });
  expect(channel).toMatchObject({ conventions: { rounding: 'HALF_EVEN', taxRounding: 'LINE' }, taxEntry: 'NET' });
  expect(changedChannel(channel, { name: 'Other' }).conventions).toEqual({ ...defaultConventions, rounding: 'HALF_EVEN' });
  expect(changedChannel(channel, { conventions: {} }).conventions).toEqual(defaultConventions);
});

test('requests that name no channel are in the first web shop', () => {
  const channel = (code: string, kind: Channel['kind']) => ({ code, kind }) as Channel;
  const [till, web, other] = [channel('till', 'TILL'), channel('web', 'WEB'), channel('other', 'WEB')];
  expect(defaultChannel([till, web, other])).toBe(web);
  expect(defaultChannel([till])).toBe(till);
  expect(defaultChannel([])).toBeUndefined();
});
