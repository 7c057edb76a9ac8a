import { levyPercent, rankedLists, taxLevy, type Entry, type Terms } from '#engine';
import { formatDecimal, hundredPercent, percentScale, storeOf, type Context, type Id } from '#kernel';

/** What decides the price of one unit of anything for a buyer, as SQL can use it: there are more prices than one would want to read. */
export interface PriceGround {
  /** Whether the buyer reckons without tax or with it: as the list does that goes first. */
  readonly entry: Entry;
  /** The lists in the order in which they go before each other; the first that has a price for one unit decides. */
  readonly listIds: readonly Id<'priceList'>[];
  readonly entries: readonly Entry[];
  /** Classes of goods that bear tax here, and what a net amount is multiplied by for the gross one. */
  readonly taxClassIds: readonly Id<'taxClass'>[];
  readonly taxFactors: readonly string[];
}

/** The ground of a request's prices. */
export function priceGround(terms: Terms, listIds: readonly Id<'priceList'>[], context: Context, at: number): PriceGround {
  const { buyer, channel, currency } = context;
  const asker = { buyer, locationId: storeOf(context), country: channel.country, channelId: channel.id };
  const known = listIds.flatMap((id) => terms.lists.get(id) ?? []);
  const lists = rankedLists(known, { asker, currency, at, conventions: terms.conventions });
  const zone = terms.zoneOf.get(channel.country);
  const rates = [...((zone && terms.taxRates.get(zone)?.keys()) ?? [])].flatMap((classId) => {
    const percent = levyPercent(taxLevy(terms, classId, channel.country, at));
    return percent > 0n ? [{ classId, factor: formatDecimal(hundredPercent + percent, percentScale + 2) }] : [];
  });
  return {
    entry: lists[0]?.entry ?? 'GROSS',
    listIds: lists.map(({ id }) => id),
    entries: lists.map(({ entry }) => entry),
    taxClassIds: rates.map(({ classId }) => classId),
    taxFactors: rates.map(({ factor }) => factor),
  };
}
