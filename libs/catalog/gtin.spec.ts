import { canonicalGtin, isGtin, spellingsOf } from './gtin.js';

describe('a GTIN', () => {
  it.each(['96385074', '036000291452', '4006381333931', '9780306406157', '10012345678902'])('%s is one', (text) => {
    expect(isGtin(text)).toBe(true);
  });

  it.each(['96385075', '036000291453', '4006381333930', '123', '', '40063813339311234', '400638133393x'])(
    '%s is none',
    (text) => {
      expect(isGtin(text)).toBe(false);
    },
  );

  it('is the same with and without leading zeros', () => {
    expect(canonicalGtin('036000291452')).toBe(canonicalGtin('0036000291452'));
    expect(spellingsOf('036000291452')).toEqual(['036000291452', '0036000291452', '00036000291452']);
    expect(spellingsOf('4006381333931')).toEqual(['4006381333931', '04006381333931']);
  });
});
