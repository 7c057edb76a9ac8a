import { inLanguage, localized } from './text.js';

const chair = { de: 'Stuhl', 'en-GB': 'Chair', en: 'Seat' };

describe('a text in several languages', () => {
  it.each([
    [['en-GB', 'en'], 'Chair'],
    [['en-US', 'de'], 'Seat'],
    [['fr', 'de'], 'Stuhl'],
    [['fr'], 'Stuhl'],
    [[], 'Stuhl'],
    [['constructor'], 'Stuhl'],
  ])('for %j is %s', (locales, found) => {
    expect(inLanguage(chair, locales)).toBe(found);
  });

  it('is empty where there is none', () => {
    expect(inLanguage({}, ['en'])).toBe('');
  });
});

describe('a text as it was entered', () => {
  const channel = { locales: ['en', 'de'] };

  it.each([
    ['Stuhl', 'de-CH', { 'de-CH': 'Stuhl' }],
    ['Chair', null, { en: 'Chair' }],
    [null, 'de', undefined],
  ])('%j in %j is %j', (text, locale, found) => {
    expect(localized(text, locale, { channel })).toEqual(found);
  });

  it('is refused in what is no language, be there a text or not', () => {
    expect(() => localized(null, 'German', { channel })).toThrow(expect.objectContaining({ code: 'INVALID', path: ['locale'] }));
  });
});
