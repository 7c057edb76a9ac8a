import { conventionChoices, defaultConventions, isTimeZone, type Conventions, type Entry } from '#engine';
import { currencyOf, isId, parseDecimal, quantityScale, type CurrencyCode, type Id } from '#kernel';
import { channelsErrors } from './channels.errors.js';
import type { ChannelKind, ChannelTerms } from './channel.js';

const code = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const locale = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/;

/** Conventions as they are given from outside; what is left out is as by default. */
type GivenConventions = { readonly [Key in keyof Conventions]?: string | null | undefined };

/** What a channel is described by from outside; what is undefined stays as it is. */
export interface ChannelFields {
  readonly name?: string | null | undefined;
  readonly currencies?: readonly string[] | null | undefined;
  readonly locales?: readonly string[] | null | undefined;
  readonly country?: string | null | undefined;
  readonly locationIds?: readonly string[] | null | undefined;
  readonly paymentProviders?: readonly string[] | null | undefined;
  /** A quantity in units, such as "2". */
  readonly safetyStock?: string | null | undefined;
  readonly taxEntry?: Entry | null | undefined;
  readonly taxProvider?: string | null | undefined;
  readonly taxFailure?: ChannelTerms['taxFailure'] | null | undefined;
  /** All of them: they replace those that were. */
  readonly conventions?: GivenConventions | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly active?: boolean | null | undefined;
}

/** What only the making of a channel decides. */
export interface NewChannel extends ChannelFields {
  readonly code: string;
  readonly kind: ChannelKind;
  readonly legalEntityId: string;
}

/** A code as it is kept. @throws UserError INVALID */
export function checkedCode(text: string): string {
  if (code.test(text)) return text;
  throw channelsErrors.badCode();
}

/** A name as it is kept. @throws UserError INVALID */
export function checkedName(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw channelsErrors.noName();
}

/** What a new channel is. @throws UserError INVALID at the field that cannot be */
export function newChannel(input: NewChannel): ChannelTerms {
  const { kind, legalEntityId } = input;
  const blank: ChannelTerms = {
    code: checkedCode(input.code),
    name: '',
    kind,
    legalEntityId: legalEntityId as Id<'legalEntity'>,
    currencies: [],
    locales: [],
    country: '',
    locationIds: [],
    paymentProviders: [],
    conventions: defaultConventions,
    safetyStock: 0n,
    taxEntry: 'GROSS',
    taxProvider: 'table',
    taxFailure: 'REFUSE',
    timeZone: 'UTC',
    active: true,
  };
  return changedChannel(blank, input);
}

/** The channel with the given fields changed. @throws UserError INVALID at the field that cannot be */
export function changedChannel<C extends ChannelTerms>(channel: C, fields: ChannelFields): C {
  return {
    ...channel,
    name: checkedName(fields.name ?? channel.name),
    currencies: fields.currencies ? currencies(fields.currencies) : channel.currencies,
    locales: fields.locales ? locales(fields.locales) : channel.locales,
    country: fields.country ?? channel.country,
    locationIds: fields.locationIds ? locations(fields.locationIds) : channel.locationIds,
    paymentProviders: fields.paymentProviders
      ? unrepeated('paymentProviders', fields.paymentProviders)
      : channel.paymentProviders,
    safetyStock: fields.safetyStock == null ? channel.safetyStock : safetyStock(fields.safetyStock),
    taxEntry: fields.taxEntry ?? channel.taxEntry,
    taxProvider: fields.taxProvider == null ? channel.taxProvider : taxProvider(fields.taxProvider),
    taxFailure: fields.taxFailure ?? channel.taxFailure,
    timeZone: fields.timeZone ? timeZone(fields.timeZone) : channel.timeZone,
    conventions: fields.conventions ? conventions(fields.conventions) : channel.conventions,
    active: fields.active ?? channel.active,
  };
}

function currencies(codes: readonly string[]): readonly CurrencyCode[] {
  if (codes.length === 0) throw channelsErrors.noCurrency();
  return unrepeated(
    'currencies',
    codes.map((each, index) => currencyOf(each, ['currencies', index])),
  );
}

function locales(tags: readonly string[]): readonly string[] {
  if (tags.length === 0) throw channelsErrors.noLocale();
  const bad = tags.findIndex((tag) => !locale.test(tag));
  if (bad >= 0) throw channelsErrors.badLocale(bad);
  return unrepeated('locales', tags);
}

function locations(ids: readonly string[]): readonly Id<'location'>[] {
  return unrepeated(
    'locationIds',
    ids.map((id, index) => {
      if (isId('location', id)) return id;
      throw channelsErrors.badLocation(index);
    }),
  );
}

function safetyStock(text: string): bigint {
  const units = parseDecimal(text, quantityScale, ['safetyStock']);
  if (units < 0n) throw channelsErrors.badSafetyStock();
  return units;
}

function taxProvider(text: string): string {
  if (code.test(text)) return text;
  throw channelsErrors.badTaxProvider();
}

function timeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw channelsErrors.badTimeZone();
}

function conventions(given: GivenConventions): Conventions {
  const chosen = (Object.keys(conventionChoices) as (keyof Conventions)[]).map((key) => [key, choice(key, given[key])] as const);
  return { ...defaultConventions, ...Object.fromEntries(chosen) };
}

function choice(key: keyof Conventions, given: string | null | undefined): string {
  const known: readonly string[] = conventionChoices[key];
  if (given == null) return defaultConventions[key];
  if (!known.includes(given)) throw channelsErrors.badConvention(key, known);
  return given;
}

function unrepeated<T extends string>(field: string, values: readonly T[]): readonly T[] {
  const second = values.findIndex((value, index) => values.indexOf(value) !== index);
  if (second >= 0) throw channelsErrors.repeated(field, second);
  return values;
}
