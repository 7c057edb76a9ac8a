import type { LocalizedText, Path } from '#kernel';
import { refused } from './catalog.errors.js';
import { isGtin } from './gtin.js';

const slugs = /^[\p{Ll}\p{Lo}\p{M}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N}_.-]{0,254}$/u;
const addresses = /^(https?:\/\/|\/)\S+$/;

/** The slug, if it is one. @throws UserError INVALID */
export function slugAt(text: string, path: Path): string {
  if (!slugs.test(text)) throw refused.slug(path);
  return text;
}

/** The text without blanks around it. @throws UserError INVALID when nothing is left, or too much */
export function textAt(text: string, what: string, most: number, path: Path): string {
  const trimmed = text.trim();
  if (trimmed === '') throw refused.empty(what, path);
  return storableAt(trimmed, what, most, path);
}

/** The same, where a text may be missing: blank is null. */
export function textOrNullAt(text: string | null, what: string, most: number, path: Path): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : storableAt(trimmed, what, most, path);
}

/** The text as it is, if Postgres can keep it. @throws UserError INVALID */
export function storableAt(text: string, what: string, most: number, path: Path): string {
  if (text.length > most) throw refused.tooLong(what, most, path);
  if (text.includes('\u0000')) throw refused.unstorable(path);
  return text;
}

/** Texts by locale on top of those that are there. */
export function textsAt(texts: LocalizedText, before: LocalizedText, what: string, most: number, path: Path): LocalizedText {
  for (const text of Object.values(texts)) storableAt(text, what, most, path);
  return { ...before, ...texts };
}

/** A GTIN, or null for none. @throws UserError INVALID */
export function gtinAt(text: string | null, path: Path): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  if (!isGtin(trimmed)) throw refused.gtin(path);
  return trimmed;
}

/** An address of a file. @throws UserError INVALID */
export function urlAt(text: string, path: Path): string {
  if (!addresses.test(text)) throw refused.url(path);
  return storableAt(text, 'the address', 2048, path);
}
