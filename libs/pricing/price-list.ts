import { currencyOf, type CurrencyCode, type Id, type Path } from '#kernel';
import { everybody, type Entry, type PriceListTerms } from '#engine';
import { audienceOf, type AudienceInput } from './audience.js';
import { refused } from './pricing.errors.js';

/** A price list: its terms and what it is called. */
export interface PriceList extends PriceListTerms {
  readonly name: string;
  /** Counts its changes. */
  readonly version: bigint;
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
  /** Refuses the change unless the list is at this version. */
  readonly expectedVersion?: bigint;
}

/** What never changes of a price list. */
export interface PriceListKey {
  readonly code: string;
  readonly currency: string;
}

const codes = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A new price list. @throws UserError naming the field */
export function newPriceList(id: Id<'priceList'>, key: PriceListKey, input: PriceListInput): PriceList {
  if (!codes.test(key.code)) throw refused.code(['code']);
  const currency: CurrencyCode = currencyOf(key.currency, ['currency']);
  const blank = { id, code: key.code, currency, name: key.code, entry: 'GROSS', tierMode: 'VOLUME' } as const;
  return changedPriceList({ ...blank, version: 1n, audience: everybody, priority: 0, validFrom: null, validTo: null }, input);
}

/** The price list after a change. @throws UserError naming the field */
export function changedPriceList(list: PriceList, input: PriceListInput): PriceList {
  if (input.expectedVersion !== undefined && input.expectedVersion !== list.version) throw refused.stale(list.version);
  const changed: PriceList = {
    ...list,
    name: input.name === undefined ? list.name : nameAt(input.name, ['name']),
    entry: input.entry ?? list.entry,
    tierMode: input.tierMode ?? list.tierMode,
    audience: input.audience === undefined ? list.audience : audienceOf(input.audience, ['audience']),
    priority: input.priority ?? list.priority,
    validFrom: input.validFrom === undefined ? list.validFrom : (input.validFrom?.getTime() ?? null),
    validTo: input.validTo === undefined ? list.validTo : (input.validTo?.getTime() ?? null),
  };
  if (changed.validFrom !== null && changed.validTo !== null && changed.validTo <= changed.validFrom)
    throw refused.window(['validTo']);
  return changed;
}

function nameAt(name: string, path: Path): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 255 || trimmed.includes('\u0000')) throw refused.name(path);
  return trimmed;
}

/** The list that prices go to unless another is named: of those that are for everybody the last to be looked at. */
export function baseListOf(forEverybody: readonly PriceList[]): PriceList | null {
  const [base] = forEverybody.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  return base ?? null;
}
