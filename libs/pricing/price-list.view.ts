import { formatShort, parseDecimal, percentScale, priceScale, type Id } from '#kernel';
import type { CreatePriceListInput, UpdatePriceListInput } from '#platform/graphql';
import type { PriceList, PriceListInput } from './price-list.js';

/** What lists and contracts are asked to be alike. */
type Wanted = Omit<
  CreatePriceListInput | UpdatePriceListInput,
  'code' | 'currency' | 'id' | 'expectedVersion' | 'idempotencyKey'
>;

/** What is wanted of a price list, of what clients send. @throws UserError naming the field */
export function wantedOf(input: Wanted): PriceListInput {
  return {
    name: input.name ?? undefined,
    entry: input.entry ?? undefined,
    tierMode: input.tierMode ?? undefined,
    audience: input.audience ?? undefined,
    priority: input.priority ?? undefined,
    sale: input.sale ?? undefined,
    tierScope: input.tierScope,
    tierGroup: input.tierGroup,
    derived: input.derived && {
      listId: input.derived.listId as Id<'priceList'>,
      percent: parseDecimal(input.derived.percent ?? '0', percentScale, ['derived', 'percent']),
      plus: parseDecimal(input.derived.plus ?? '0', priceScale, ['derived', 'plus']),
    },
    window: input.window && { timeZone: input.window.timeZone, from: input.window.from ?? null, to: input.window.to ?? null },
    validFrom: input.validFrom == null ? input.validFrom : new Date(input.validFrom),
    validTo: input.validTo == null ? input.validTo : new Date(input.validTo),
  };
}

/** The version that a client has seen. @throws UserError INVALID */
export function versionOf(expected: string | null | undefined): bigint | undefined {
  return expected == null ? undefined : parseDecimal(expected, 0, ['expectedVersion']);
}

/** A price list as clients see it. */
export function shownList<L extends PriceList>({ validFrom, validTo, version, derived, ...list }: L) {
  return {
    ...list,
    sale: list.sale ?? false,
    tierScope: list.tierScope ?? null,
    tierGroup: list.tierGroup ?? null,
    derived: derived
      ? {
          listId: derived.listId,
          percent: formatShort(derived.percent, percentScale),
          plus: formatShort(derived.plus, priceScale),
        }
      : null,
    version: version.toString(),
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
  };
}
