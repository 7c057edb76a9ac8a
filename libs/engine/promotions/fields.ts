import {
  currencyOf,
  formatMoney,
  formatShort,
  hundredPercent,
  parseDecimal,
  parseMoney,
  percentScale,
  quantityScale,
  UserError,
  type CurrencyCode,
  type Path,
  type Percent,
  type Quantity,
} from '#kernel';

/** A JSON object whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The longest text of a definition: an id, a code, a value. */
const longestText = 200;

/** The most entries of a list in a definition. */
const mostEntries = 10_000;

/** Takes a value for a JSON object. @throws UserError INVALID at `path` */
export function fieldsOf(value: unknown, path: Path): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UserError('INVALID', 'This must be an object', path);
}

/** Refuses keys that nobody reads, so that a misspelt one does not pass for its default. @throws UserError INVALID naming the key */
export function onlyKeys(fields: Fields, known: readonly string[], path: Path): void {
  const stranger = Object.keys(fields).find((key) => !known.includes(key));
  if (stranger !== undefined)
    throw new UserError('INVALID', `${stranger.slice(0, 40)} is unknown here; known are ${known.join(', ')}`, [
      ...path,
      stranger,
    ]);
}

/** Whether something is said under a key; null is said, and refused by whoever reads it. */
export function isGiven(fields: Fields, key: string): boolean {
  return fields[key] !== undefined;
}

/** The text under a key. @throws UserError INVALID naming the key */
export function textAt(fields: Fields, key: string, path: Path): string {
  const value = fields[key];
  if (typeof value === 'string') return value;
  throw new UserError('INVALID', `${key} must be given, as a text`, [...path, key]);
}

/** The text under a key, one of a few. @throws UserError INVALID naming the key */
export function choiceAt<T extends string>(fields: Fields, key: string, choices: readonly T[], path: Path): T {
  const text = textAt(fields, key, path);
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new UserError('INVALID', `${key} must be one of ${choices.join(', ')}`, [...path, key]);
}

/** The whole number under a key, from `least` up to a million. @throws UserError INVALID naming the key */
export function wholeAt(fields: Fields, key: string, path: Path, least = 1): number {
  const value = fields[key];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 1_000_000) return value;
  throw new UserError('INVALID', `${key} must be a whole number from ${least} to 1000000`, [...path, key], { min: least });
}

/** The percentage under a key, above 0 and at most 100, as a decimal text; `storedPercent` writes it. @throws UserError INVALID naming the key */
export function percentAt(fields: Fields, key: string, path: Path): Percent {
  const place = [...path, key];
  const percent = parseDecimal(textAt(fields, key, path), percentScale, place);
  if (percent > 0n && percent <= hundredPercent) return percent;
  throw new UserError('INVALID', 'The percentage must be above 0 and at most 100', place, { max: 100 });
}

/** A percentage as it is stored: `10.50` is `10.5`. */
export function storedPercent(percent: Percent): string {
  return formatShort(percent, percentScale);
}

/** The quantity under a key, above zero, as a decimal text; `storedQuantity` writes it. @throws UserError INVALID naming the key */
export function quantityAt(fields: Fields, key: string, path: Path): Quantity {
  const place = [...path, key];
  const quantity = parseDecimal(textAt(fields, key, path), quantityScale, place);
  if (quantity > 0n) return quantity;
  throw new UserError('INVALID', `${key} must be above zero`, place);
}

/** A quantity as it is stored: `2.000` is `2`. */
export function storedQuantity(quantity: Quantity): string {
  return formatShort(quantity, quantityScale);
}

/**
 * The amounts under a key by currency, such as `{ EUR: '60.00' }`: one at least, none below `least` minor units (1 unless said).
 * `storedAmounts` writes them. @throws UserError INVALID naming the currency
 */
export function amountsAt(fields: Fields, key: string, path: Path, least = 1n): ReadonlyMap<CurrencyCode, bigint> {
  const amounts = new Map<CurrencyCode, bigint>();
  for (const [code, amount] of Object.entries(fieldsOf(fields[key], [...path, key]))) {
    const place = [...path, key, code];
    const currency = currencyOf(code, place);
    const { minor } = parseMoney(typeof amount === 'string' ? amount : '', currency, place);
    if (minor < least)
      throw new UserError('INVALID', `The amount must be at least ${formatMoney({ minor: least, currency })}`, place);
    amounts.set(currency, minor);
  }
  if (amounts.size > 0) return amounts;
  throw new UserError('INVALID', `${key} must name an amount in one currency at least`, [...path, key]);
}

/** Amounts by currency as they are stored, the currencies in order. */
export function storedAmounts(amounts: ReadonlyMap<CurrencyCode, bigint>): Readonly<Record<string, string>> {
  const texts = [...amounts].map(([currency, minor]): [string, string] => [currency, formatMoney({ minor, currency })]);
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The list under a key, one entry at least. @throws UserError INVALID naming the key */
export function listAt(fields: Fields, key: string, path: Path): readonly unknown[] {
  const list = fields[key];
  if (Array.isArray(list) && list.length > 0 && list.length <= mostEntries) return list as readonly unknown[];
  throw new UserError('INVALID', `${key} must be a list of 1 to ${mostEntries} entries`, [...path, key], { max: mostEntries });
}

/** The texts under a key, such as ids: one at least, each once, in order, as they are stored. @throws UserError INVALID naming the entry */
export function textsAt(fields: Fields, key: string, path: Path): readonly string[] {
  const texts = listAt(fields, key, path).map((text, index) => {
    if (typeof text === 'string' && text.trim() === text && text.length >= 1 && text.length <= longestText) return text;
    const rule = `This must be a text of 1 to ${longestText} characters without blanks around it`;
    throw new UserError('INVALID', rule, [...path, key, index], { max: longestText });
  });
  return [...new Set(texts)].sort();
}

/** The same, of texts that are each one of a few, in the order of those. @throws UserError INVALID naming the entry */
export function choicesAt<T extends string>(fields: Fields, key: string, choices: readonly T[], path: Path): readonly T[] {
  const named = listAt(fields, key, path).map((text, index) => {
    const choice = choices.find((each) => each === text);
    if (choice !== undefined) return choice;
    throw new UserError('INVALID', `This must be one of ${choices.join(', ')}`, [...path, key, index]);
  });
  return choices.filter((each) => named.includes(each));
}
