import type { CurrencyCode, Id, LocalizedText, Percent, UnitPrice } from '#kernel';
import type { Conventions } from './conventions.js';
import type { Audience } from './prices/audience.js';
import type { ContractTerms } from './prices/contract.js';
import type { ConversionRate } from './prices/conversion.js';
import type { DerivedLists } from './prices/derived-lists.js';
import type { PromotionGroupTerms, PromotionTerms } from './promotions/promotion.js';
import type { PromotionIndex } from './promotions/promotion-index.js';
import type { Validity } from './validity.js';

/** Whether an amount was entered without tax or with it; what was entered is authoritative (semantics §4). */
export type Entry = 'NET' | 'GROSS';

/** A price list's rules: whom it is for, when, and how its tiers are read. */
export interface PriceListTerms extends Validity {
  readonly id: Id<'priceList'>;
  readonly code: string;
  readonly entry: Entry;
  /** VOLUME: the tier reached prices every unit. GRADUATED: each tier prices the units that fall into it. */
  readonly tierMode: 'VOLUME' | 'GRADUATED';
  readonly currency: CurrencyCode;
  readonly audience: Audience;
  /** Among lists that are equally near to the buyer the greatest goes first. */
  readonly priority: number;
  /** Whether its prices are lowered ones, which conventions tell from the others. False unless said. */
  readonly sale?: boolean;
  /** What the quantity of its tiers is counted over; left out: as the channel has it. */
  readonly tierScope?: TierScope;
  /** With TIER_GROUP: the attribute whose value says with which others a variant shares its tiers. */
  readonly tierGroup?: string;
  /** Takes the price of what has none in it off another list: so many percent less, and so much more or less a unit. */
  readonly derived?: DerivedPrices;
  /** The contract that it is the prices of. */
  readonly contract?: ContractTerms;
}

/**
 * What the quantity of a tier may be counted over. Only a list may say TIER_GROUP: all lines that share a value of the attribute that it
 * names; and CONTRACT_PERIOD: all lines of the variant, and what was bought of it at the terms of the contract before.
 */
export type TierScope = Conventions['tierScope'] | 'TIER_GROUP' | 'CONTRACT_PERIOD';

/** How a list takes its prices off another one of the same currency and entry. */
export interface DerivedPrices {
  readonly listId: Id<'priceList'>;
  readonly percent: Percent;
  /** In major units to six decimals; below zero it lowers the price. */
  readonly plus: UnitPrice;
}

/** How much tax a class of goods bears in a zone, and when. */
export interface TaxRateTerms extends Validity {
  readonly id: Id<'taxRate'>;
  readonly classId: Id<'taxClass'>;
  readonly zoneId: Id<'taxZone'>;
  readonly name: string;
  readonly percent: Percent;
  /** Which of several taxes on the same goods it is, such as `gst` and `pst`; of one tax the latest rate counts. The empty text unless said. */
  readonly tax?: string;
  /** Whether it is reckoned on the net with the taxes before it, in the order of their names. False unless said. */
  readonly compound?: boolean;
}

/** Countries that are taxed alike. */
export interface TaxZoneTerms {
  readonly id: Id<'taxZone'>;
  readonly countries: readonly string[];
}

/** What a shipping method costs in one currency. */
export interface ShippingRate {
  readonly amount: UnitPrice;
  readonly entry: Entry;
}

/** A way for the goods to reach the buyer. */
export interface ShippingMethodTerms {
  readonly id: Id<'shippingMethod'>;
  readonly code: string;
  readonly name: LocalizedText;
  readonly kind: 'FLAT_RATE' | 'PICKUP';
  /** Where it goes; empty: everywhere. */
  readonly countries: readonly string[];
  readonly taxClassId: Id<'taxClass'>;
  /** A flat rate is not to be had in other currencies; a pickup without a rate is free. */
  readonly rates: ReadonlyMap<CurrencyCode, ShippingRate>;
}

/** The rules of one channel, compiled: made by `compileTerms`, never changed. */
export interface Terms {
  /** Of the rule book that they were compiled from. */
  readonly version: bigint;
  readonly channelId: Id<'channel'>;
  readonly conventions: Conventions;
  /** The channel's own country: where its prices with tax are meant for; null: none is known, and they are meant for wherever they are asked. */
  readonly homeCountry: string | null;
  /** Where the channel's clocks are read where no store's are, such as Europe/Amsterdam. */
  readonly timeZone: string;
  /** By store, where its clocks are read. */
  readonly storeZones: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<Id<'priceList'>, PriceListTerms>;
  /** Those of them that take prices off another list. */
  readonly derivedLists: DerivedLists;
  /** Those that apply by themselves. */
  readonly promotions: PromotionIndex;
  /** Those that ask for a code, by each of their codes in canonical form. */
  readonly codes: ReadonlyMap<string, PromotionTerms>;
  /** Those that are had for codes that count once each, by id. */
  readonly singleUse: ReadonlyMap<string, PromotionTerms>;
  /** What categories and products are called that promotions name, by id: for those who tell a buyer what is missing. */
  readonly names: ReadonlyMap<string, LocalizedText>;
  /** By id. */
  readonly groups: ReadonlyMap<string, PromotionGroupTerms>;
  readonly zoneOf: ReadonlyMap<string, Id<'taxZone'>>;
  /** By zone, then class: the latest first. */
  readonly taxRates: ReadonlyMap<Id<'taxZone'>, ReadonlyMap<Id<'taxClass'>, readonly TaxRateTerms[]>>;
  readonly shippingMethods: ReadonlyMap<Id<'shippingMethod'>, ShippingMethodTerms>;
  /** By the currency that is converted to, the latest first. */
  readonly conversionRates: ReadonlyMap<CurrencyCode, readonly ConversionRate[]>;
  /** When price lists, tax rates and conversion rates begin or end to hold, each in order; epoch milliseconds. */
  readonly instants: readonly (readonly number[])[];
}
