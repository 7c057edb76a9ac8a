/** What an address is made of: lower-case letters, digits, dots and underscores; anything else becomes one hyphen. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Ll}\p{Lo}\p{M}\p{N}._]+/gu, '-')
    .replace(/^[^\p{Ll}\p{Lo}\p{N}]+|-+$/gu, '');
}
