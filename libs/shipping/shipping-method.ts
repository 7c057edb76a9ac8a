import { currencyOf, formatShort, parseDecimal, priceScale, type CurrencyCode, type Id, type LocalizedText } from '#kernel';
import type { Entry, ShippingMethodTerms, ShippingRate } from '#engine';
import { refused } from './shipping.errors.js';

/** A way for the goods to reach the buyer: its terms, where it is offered, and whether. */
export interface ShippingMethod extends ShippingMethodTerms {
  /** The channel that offers it; null: every channel. */
  readonly channelId: Id<'channel'> | null;
  /** Where the goods are picked up; null: at any location of the channel. */
  readonly locationId: Id<'location'> | null;
  /** The smallest is offered first. */
  readonly position: number;
  readonly active: boolean;
  /** Counts its changes. */
  readonly version: bigint;
}

/** What a method costs in a currency, as it is entered and stored: the amount a decimal text in major units. */
export interface RateFields {
  readonly currency: string;
  readonly amount: string;
  readonly entry: Entry;
}

/** What is wanted of a shipping method: what is left out stays as it is, or gets its default. */
export interface ShippingMethodInput {
  readonly name?: LocalizedText;
  readonly channelId?: string | null;
  readonly countries?: readonly string[];
  readonly rates?: readonly RateFields[];
  readonly taxClassCode?: string;
  readonly locationId?: string | null;
  readonly position?: number;
  readonly active?: boolean;
  /** Refuses the change unless the method is at this version. */
  readonly expectedVersion?: bigint;
}

/** What never changes of a shipping method. */
export interface ShippingMethodKey {
  readonly code: string;
  readonly kind: ShippingMethod['kind'];
}

/** What an input may refer to, by id or code; read before deciding. */
export interface Referable {
  readonly channels: ReadonlySet<string>;
  readonly locations: ReadonlySet<string>;
  readonly taxClasses: ReadonlyMap<string, Id<'taxClass'>>;
}

/** The tax class of a method that names none. */
const defaultTaxClass = 'standard';
const mostAmount = 10n ** 19n;

/** A new shipping method. @throws UserError naming the field */
export function newMethod(
  id: Id<'shippingMethod'>,
  key: ShippingMethodKey,
  input: ShippingMethodInput,
  known: Referable,
): ShippingMethod {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(key.code)) throw refused.code();
  const blank = { id, code: key.code, kind: key.kind, name: {}, countries: [], rates: new Map<CurrencyCode, ShippingRate>() };
  const taxClassId = taxClassAt(input.taxClassCode ?? defaultTaxClass, known);
  const open = { taxClassId, channelId: null, locationId: null, position: 0, active: true, version: 1n };
  return changedMethod({ ...blank, ...open }, input, known);
}

/** The shipping method after a change. @throws UserError naming the field */
export function changedMethod(before: ShippingMethod, input: ShippingMethodInput, known: Referable): ShippingMethod {
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) throw refused.stale(before.version);
  const { channelId = before.channelId, locationId = before.locationId } = input;
  if (channelId !== null && !known.channels.has(channelId)) throw refused.unknown('channel', channelId, ['channelId']);
  if (locationId !== null && !known.locations.has(locationId)) throw refused.unknown('location', locationId, ['locationId']);
  const after: ShippingMethod = {
    ...before,
    name: nameOf({ ...before.name, ...input.name }),
    channelId: channelId as Id<'channel'> | null,
    countries: input.countries ? countriesOf(input.countries) : before.countries,
    rates: input.rates ? ratesOf(input.rates) : before.rates,
    taxClassId: input.taxClassCode === undefined ? before.taxClassId : taxClassAt(input.taxClassCode, known),
    locationId: locationId as Id<'location'> | null,
    position: input.position ?? before.position,
    active: input.active ?? before.active,
  };
  if (after.kind === 'FLAT_RATE' && after.rates.size === 0) throw refused.noRate();
  return after;
}

/** The rates as they are stored and shown. */
export function rateFields(rates: ShippingMethod['rates']): RateFields[] {
  return [...rates].map(([currency, { amount, entry }]) => ({ currency, amount: formatShort(amount, priceScale), entry }));
}

/** The rates as they are priced with. @throws UserError naming the field */
export function ratesOf(fields: readonly RateFields[]): ReadonlyMap<CurrencyCode, ShippingRate> {
  const rates = new Map<CurrencyCode, ShippingRate>();
  fields.forEach(({ currency, amount, entry }, index) => {
    const code = currencyOf(currency, ['rates', index, 'currency']);
    if (rates.has(code)) throw refused.twice(['rates', index, 'currency']);
    const price = parseDecimal(amount, priceScale, ['rates', index, 'amount']);
    if (price < 0n || price >= mostAmount) throw refused.amount(['rates', index, 'amount']);
    rates.set(code, { amount: price, entry });
  });
  return rates;
}

function taxClassAt(code: string, { taxClasses }: Referable): Id<'taxClass'> {
  const id = taxClasses.get(code);
  if (!id) throw refused.unknown('tax class', code, ['taxClassCode']);
  return id;
}

function countriesOf(countries: readonly string[]): string[] {
  countries.forEach((country, index) => {
    if (!/^[A-Z]{2}$/.test(country)) throw refused.country(['countries', index]);
  });
  return [...new Set(countries)].sort();
}

function nameOf(name: LocalizedText): LocalizedText {
  const texts = Object.values(name);
  const wrong = (text: string) => text.trim() === '' || text.length > 255 || text.includes('\u0000');
  if (texts.length === 0 || texts.some(wrong)) throw refused.name();
  return name;
}
