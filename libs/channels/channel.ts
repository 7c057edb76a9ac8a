import type { Conventions } from '#engine';
import { currencyOf, type ChannelRef, type CurrencyCode, type Id } from '#kernel';

/** What kinds of channel there are: for people to tell them apart; nothing is computed by kind. */
export const channelKinds = ['WEB', 'TILL', 'PORTAL', 'CALL_CENTRE', 'MARKETPLACE'] as const;

/** What sort of place a channel is: for people to read, no rule depends on it. */
export type ChannelKind = (typeof channelKinds)[number];

/** A company whose books channels sell into. */
export interface LegalEntity {
  readonly id: Id<'legalEntity'>;
  readonly code: string;
  readonly name: string;
  readonly country: string;
}

/** A way to buy: a web shop, a till, a portal. */
export interface Channel extends ChannelRef {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly legalEntityId: Id<'legalEntity'>;
  /** How the engine rounds and taxes what it sells. */
  readonly conventions: Conventions;
  /** Where its clocks are read where no store's are: an IANA zone. */
  readonly timeZone: string;
  readonly active: boolean;
  /** Counts the changes of its row. */
  readonly version: bigint;
}

/** What a channel is told to be; the first currency and the first locale are its defaults. */
export type ChannelTerms = Omit<Channel, 'id' | 'version'>;

/** Stands in until the first channel is created: it sells nothing, and lets staff create one. */
export const noChannel: ChannelRef = {
  id: 'chan_00000000000000000000000000' as Id<'channel'>,
  code: 'none',
  currencies: [currencyOf('EUR')],
  locales: ['en'],
  country: 'ZZ',
  locationIds: [],
  paymentProviders: [],
  safetyStock: 0n,
  taxEntry: 'GROSS',
  taxProvider: 'table',
  taxFailure: 'REFUSE',
};

/** The channel of requests that name none: the first web shop that was opened, else the first channel. */
export function defaultChannel(channels: readonly Channel[]): Channel | undefined {
  return channels.find(({ kind }) => kind === 'WEB') ?? channels[0];
}

/** The channel's currency by code, null when it does not sell in it. */
export function channelCurrency(channel: ChannelRef, code: string): CurrencyCode | null {
  return channel.currencies.find((currency) => currency === code) ?? null;
}
