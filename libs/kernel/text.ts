/** A text in several languages, by locale: `{ "en": "Chair", "de": "Stuhl" }`. */
export type LocalizedText = Readonly<Record<string, string>>;

/** The text in the first language of the chain that it has; else in any; else empty. */
export function inLanguage(text: LocalizedText, locales: readonly string[]): string {
  for (const locale of locales) {
    const language = locale.split('-')[0] ?? locale;
    const found = [locale, language].find((tag) => Object.hasOwn(text, tag));
    if (found !== undefined) return text[found] ?? '';
  }
  return Object.values(text)[0] ?? '';
}
