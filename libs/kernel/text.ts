import type { ChannelRef } from './context.js';
import { UserError } from './user-error.js';

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

/** Whether the text is the tag of a language, such as "en" or "de-CH". */
export function isLanguage(tag: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);
}

/** A text as it was entered, in the language that was named or the channel's first; undefined: none. @throws UserError INVALID at `locale` */
export function localized(
  text: string | null | undefined,
  locale: string | null | undefined,
  { channel }: { readonly channel: Pick<ChannelRef, 'locales'> },
): LocalizedText | undefined {
  const language = locale ?? channel.locales[0] ?? 'en';
  if (!isLanguage(language)) throw new UserError('INVALID', 'a language is a tag such as "en" or "de-CH"', ['locale']);
  return text == null ? undefined : { [language]: text };
}
