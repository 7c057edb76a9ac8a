import {
  currencyOf,
  isLanguage,
  parseDecimal,
  parseInstant,
  percentScale,
  priceScale,
  quantityScale,
  type CurrencyCode,
  type LocalizedText,
  type Path,
  type Percent,
  type Quantity,
  type UnitPrice,
} from '#kernel';
import { parseLocal } from '../time/local.js';
import type { ZonedWindow } from '../time/window.js';
import { isTimeZone } from '../time/zone.js';
import type { Validity } from '../validity.js';
import { about, fields, invalid, named, orNull, text, type Named, type Shape } from './shape.js';

/** Of any amount and any unit price. */
const mostDecimals = 6;
const mostDigits = 26;

/** A decimal text, read as a whole number of 10^-scale. @param least the smallest that is allowed, scaled */
function decimal(scale: number, least: bigint, example: string): Shape<bigint> {
  const above = least > 0n ? '(?!0(\\.0+)?$)' : '';
  return text(
    (given, path) => {
      const value = parseDecimal(given, scale, path);
      if (value >= least) return value;
      throw invalid(`This must be ${least > 0n ? 'above' : 'at least'} 0`, path);
    },
    { pattern: `^${above}(0|[1-9]\\d{0,${17 - scale}})(\\.\\d{1,${scale}})?$`, examples: [example] },
  );
}

/** A quantity above zero. */
export const quantity: Shape<Quantity> = decimal(quantityScale, 1n, '2');
/** Where a tier begins. */
export const fromQuantity: Shape<Quantity> = decimal(quantityScale, 0n, '10');
/** A unit price. */
export const unitPrice: Shape<UnitPrice> = decimal(priceScale, 0n, '12.50');
/** A percentage. */
export const percentage: Shape<Percent> = decimal(percentScale, 0n, '21');

/** An amount of money as it is written: how many decimals it may have is its currency's to say. */
export const amountText: Shape<string> = text(
  (given, path) => {
    parseDecimal(given, mostDecimals, path, mostDigits);
    return given;
  },
  { pattern: `^-?(0|[1-9]\\d{0,${mostDigits - mostDecimals - 1}})(\\.\\d{1,${mostDecimals}})?$`, examples: ['10.00'] },
);

/** An ISO 4217 currency. */
export const currency: Shape<CurrencyCode> = { ...text(currencyOf, {}), schema: { $ref: '#/$defs/currency' } };

/** A country: two capitals. */
export const country: Shape<string> = text(
  (given, path) => {
    if (/^[A-Z]{2}$/.test(given)) return given;
    throw invalid('This must be a country: two capitals such as NL', path);
  },
  { pattern: '^[A-Z]{2}$', examples: ['NL'] },
);

/** An instant, in epoch milliseconds. */
export const instant: Shape<number> = text(
  (given, path) => {
    const read = parseInstant(given);
    if (read !== null) return read;
    throw invalid('This must be an instant such as 2027-03-28T12:00:00Z', path);
  },
  {
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$',
    examples: ['2027-03-28T12:00:00Z'],
  },
);

/** A time zone by its IANA name. */
export const timeZone: Shape<string> = text(
  (given, path) => {
    if (isTimeZone(given)) return given;
    throw invalid('This must be a time zone such as Europe/Amsterdam', path);
  },
  { examples: ['Europe/Amsterdam'] },
);

/** A text in several languages. */
export const localizedText: Shape<Named<string>> = named(
  text((given) => given, {}),
  text(
    (given, path) => {
      if (isLanguage(given)) return given;
      throw invalid('This must be a language such as en or de-CH', path);
    },
    { pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
  ),
);

/** When a rule holds, as two fields of it. */
export const validity = {
  validFrom: about('The instant from which it holds.', orNull(instant)),
  validTo: about('The instant at which it no longer holds.', orNull(instant)),
};

const localTime: Shape<string> = text(
  (given, path) => {
    if (parseLocal(given) !== null) return given;
    throw invalid('This must be a date, or a date and a time such as 2027-03-28T17:00', path);
  },
  { pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?)?$', examples: ['2027-03-28T17:00'] },
);

/** Local times between which a rule holds, and whose clocks are read. */
export const localWindow = fields({
  from: about('From when on.', orNull(localTime)),
  to: about('Until when, that time not included.', orNull(localTime)),
  timeZone: about("The zone whose clocks are read; null or left out: each store's own.", orNull(timeZone)),
});

/** Local times that say something and do not end before they begin. @throws UserError INVALID at `to` */
export function checkedWindow(window: ZonedWindow, path: Path): ZonedWindow {
  const [from, to] = [window.from, window.to].map((text) => (text === null ? null : parseLocal(text)));
  if (from == null && to == null) throw invalid('A window says from or to', path);
  if (from != null && to != null && to <= from) throw invalid('to must be later than from', [...path, 'to']);
  return window;
}

/** A window of time that does not end before it begins. @throws UserError INVALID at `validTo` */
export function checkedValidity({ validFrom, validTo }: Validity, path: Path): Validity {
  if (validFrom !== null && validTo !== null && validTo <= validFrom)
    throw invalid('validTo must be later than validFrom', [...path, 'validTo']);
  return { validFrom, validTo };
}

/** The texts by language. */
export function localizedFrom(texts: Named<string>): LocalizedText {
  return Object.fromEntries(texts);
}

/** Refuses a second thing of the same id. @throws UserError INVALID at its `id` */
export function checkedIds<T extends { readonly id: string }>(things: readonly T[], path: Path): readonly T[] {
  const seen = new Set<string>();
  things.forEach(({ id }, index) => {
    if (seen.has(id)) throw invalid(`The id ${id} is there already: give each its own`, [...path, index, 'id']);
    seen.add(id);
  });
  return things;
}

/** Takes a text for the name of one of a few things. @throws UserError INVALID saying which there are */
export function oneOf(given: string, known: readonly string[], what: string, path: Path): string {
  if (known.includes(given)) return given;
  const there = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  throw invalid(`There is no ${what} ${given}; ${there}`, path);
}
