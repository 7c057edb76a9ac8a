import { inLanguage } from './text.js';

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
