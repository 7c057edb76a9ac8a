const lengths: readonly number[] = [8, 12, 13, 14];

/** Whether the text is a GTIN (EAN, UPC, ISBN-13): 8, 12, 13 or 14 digits that end in the right check digit. */
export function isGtin(text: string): boolean {
  if (!/^\d+$/.test(text) || !lengths.includes(text.length)) return false;
  const digits = Array.from(canonicalGtin(text), Number);
  return digits.reduce((sum, digit, index) => sum + digit * (index % 2 === 0 ? 3 : 1), 0) % 10 === 0;
}

/** The fourteen digits under which all ways of writing one GTIN are the same. */
export function canonicalGtin(gtin: string): string {
  return gtin.padStart(14, '0');
}

/** Every way in which the same GTIN may have been written: a till scans twelve digits where the catalog has thirteen. */
export function spellingsOf(gtin: string): string[] {
  const canonical = canonicalGtin(gtin);
  return lengths.map((length) => canonical.slice(-length)).filter((spelling) => canonicalGtin(spelling) === canonical);
}
