import { currencyOf, hundredPercent, type CurrencyCode, type Id, type Path } from '#kernel';
import { everybody, instantOf, isTimeZone, parseLocal, type Entry, type PriceListTerms } from '#engine';
import { audienceOf, type AudienceInput } from './audience.js';
import { refused } from './pricing.errors.js';

/** A price list: its terms and what it is called. */
export interface PriceList extends PriceListTerms {
  readonly name: string;
  /** Counts its changes. */
  readonly version: bigint;
  /** When it holds by the clocks of a zone, where that was said: its instants follow from it. */
  readonly window: ZonedWindow | null;
}

/** Local times, such as `2027-03-28T00:00`, in an IANA zone; null: no bound. */
export interface ZonedWindow {
  readonly timeZone: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What is wanted of a price list: what is left out stays as it is, or gets its default. */
export interface PriceListInput {
  readonly name?: string;
  readonly entry?: Entry;
  readonly tierMode?: PriceListTerms['tierMode'];
  /** All that it is to be: replaces the former audience. */
  readonly audience?: AudienceInput;
  readonly priority?: number;
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
  /** When it is to hold by the clocks of a zone, instead of the two instants. */
  readonly window?: ZonedWindow | null;
  readonly sale?: boolean;
  /** Null: as the channel has it. */
  readonly tierScope?: NonNullable<PriceListTerms['tierScope']> | null;
  /** The attribute whose value variants share their tiers by; null: none. */
  readonly tierGroup?: string | null;
  /** Null: it has prices of its own only. */
  readonly derived?: NonNullable<PriceListTerms['derived']> | null;
  /** Refuses the change unless the list is at this version. */
  readonly expectedVersion?: bigint;
}

/** What never changes of a price list. */
export interface PriceListKey {
  readonly code: string;
  readonly currency: string;
}

const attributeCode = /^[\x21-\x7e]{1,100}$/;

const codes = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A new price list. @throws UserError naming the field */
export function newPriceList(
  id: Id<'priceList'>,
  key: PriceListKey,
  input: PriceListInput,
  codePath: Path = ['code'],
): PriceList {
  if (!codes.test(key.code)) throw refused.code(codePath);
  const currency: CurrencyCode = currencyOf(key.currency, ['currency']);
  const blank = { id, code: key.code, currency, name: key.code, entry: 'GROSS', tierMode: 'VOLUME' } as const;
  return changedPriceList(
    { ...blank, version: 1n, audience: everybody, priority: 0, validFrom: null, validTo: null, window: null },
    input,
  );
}

/** The price list after a change. @throws UserError naming the field */
export function changedPriceList(list: PriceList, input: PriceListInput): PriceList {
  if (input.expectedVersion !== undefined && input.expectedVersion !== list.version) throw refused.stale(list.version);
  const { tierScope, tierGroup, derived, ...same } = list;
  const counted = input.tierScope === undefined ? tierScope : (input.tierScope ?? undefined);
  const grouped = input.tierGroup === undefined ? tierGroup : (input.tierGroup ?? undefined);
  const taken = input.derived === undefined ? derived : (input.derived ?? undefined);
  if (grouped !== undefined && !attributeCode.test(grouped)) throw refused.attribute(['tierGroup']);
  if (counted === 'TIER_GROUP' && grouped === undefined) throw refused.noTierGroup(['tierGroup']);
  if (counted === 'CONTRACT_PERIOD' && !list.contract) throw refused.noPeriod(['tierScope']);
  if (taken && (taken.percent > hundredPercent || taken.percent < -hundredPercent)) throw refused.percent(['derived', 'percent']);
  const changed: PriceList = {
    ...same,
    name: input.name === undefined ? list.name : nameAt(input.name, ['name']),
    entry: input.entry ?? list.entry,
    tierMode: input.tierMode ?? list.tierMode,
    audience: input.audience === undefined ? list.audience : audienceOf(input.audience, ['audience']),
    priority: input.priority ?? list.priority,
    sale: input.sale ?? list.sale ?? false,
    ...(counted && { tierScope: counted }),
    ...(grouped !== undefined && { tierGroup: grouped }),
    ...(taken && { derived: taken }),
    ...validityOf(list, input),
  };
  if (changed.validFrom !== null && changed.validTo !== null && changed.validTo <= changed.validFrom)
    throw refused.window([changed.window ? 'window' : 'validTo']);
  return changed;
}

type Validity = Pick<PriceList, 'validFrom' | 'validTo' | 'window'>;

function validityOf(list: PriceList, { window, validFrom, validTo }: PriceListInput): Validity {
  const instants = validFrom !== undefined || validTo !== undefined;
  if (window && instants) throw refused.twoWindows(['window']);
  if (window) return zonedValidity(checkedWindow(window));
  const kept = window === null || instants ? null : list.window;
  return {
    validFrom: validFrom === undefined ? list.validFrom : (validFrom?.getTime() ?? null),
    validTo: validTo === undefined ? list.validTo : (validTo?.getTime() ?? null),
    window: kept,
  };
}

function checkedWindow(window: ZonedWindow): ZonedWindow {
  if (!isTimeZone(window.timeZone)) throw refused.zone(['window', 'timeZone']);
  for (const field of ['from', 'to'] as const) {
    const text = window[field];
    if (text !== null && parseLocal(text) === null) throw refused.local(['window', field]);
  }
  if (window.from === null && window.to === null) throw refused.noBound(['window']);
  return window;
}

/** The instants of local times, as the clocks of the zone are known to run today (semantics §12). */
export function zonedValidity(window: ZonedWindow): Validity {
  const instantAt = (text: string | null): number | null => {
    const local = text === null ? null : parseLocal(text);
    return local === null ? null : instantOf(window.timeZone, local);
  };
  return { validFrom: instantAt(window.from), validTo: instantAt(window.to), window };
}

/** Checks that a list may take its prices off another one. @throws UserError naming the field */
export function checkDerived(list: PriceList, source: PriceList | null): void {
  if (!list.derived) return;
  const path = ['derived', 'listId'];
  if (!source) throw refused.noList(list.derived.listId, path);
  if (source.id === list.id || source.derived) throw refused.derivedTwice(path);
  if (source.currency !== list.currency || source.entry !== list.entry) throw refused.otherBasis(path);
}

function nameAt(name: string, path: Path): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 255 || trimmed.includes('\u0000')) throw refused.name(path);
  return trimmed;
}

/** The list that prices go to unless another is named: of those for everybody, with regular prices of their own, the last to be looked at. */
export function baseListOf(forEverybody: readonly PriceList[]): PriceList | null {
  const own = forEverybody.filter(({ sale, derived }) => !sale && !derived);
  const [base] = own.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  return base ?? null;
}
