import { statement, type Database, type Write } from '#platform/db';
import type { CurrencyCode, Id } from '#kernel';
import type { PriceList } from './price-list.js';

interface ListRow {
  id: Id<'priceList'>;
  code: string;
  name: string;
  currency: CurrencyCode;
  entry: PriceList['entry'];
  tier_mode: PriceList['tierMode'];
  channel_id: Id<'channel'> | null;
  priority: number;
  valid_from: Date | null;
  valid_to: Date | null;
}

const readLists = statement<ListRow>(
  'pricing.lists',
  'select id, code, name, currency, entry, tier_mode, channel_id, priority, valid_from, valid_to from price_list order by id',
);
const insertList = statement<never>(
  'pricing.insert-list',
  `insert into price_list (id, code, currency, name, entry, tier_mode, channel_id, priority, valid_from, valid_to)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const updateList = statement<never>(
  'pricing.update-list',
  `update price_list set name = $2, entry = $3, tier_mode = $4, channel_id = $5, priority = $6, valid_from = $7, valid_to = $8
   where id = $1`,
);

/** Every price list with its terms: what `terms` compiles. */
export async function readPriceLists(db: Database): Promise<PriceList[]> {
  return (await db.read(readLists)).map(({ tier_mode, channel_id, valid_from, valid_to, ...same }) => ({
    ...same,
    tierMode: tier_mode,
    channelId: channel_id,
    validFrom: valid_from?.getTime() ?? null,
    validTo: valid_to?.getTime() ?? null,
  }));
}

/** Writes a new price list. */
export function insertingList(list: PriceList): Write {
  const { id, code, currency } = list;
  return insertList.with([id, code, currency, ...changeable(list)], { rows: 1 });
}

/** Writes a changed price list. */
export function updatingList(list: PriceList): Write {
  return updateList.with([list.id, ...changeable(list)], { rows: 1 });
}

function changeable({ name, entry, tierMode, channelId, priority, validFrom, validTo }: PriceList) {
  return [name, entry, tierMode, channelId, priority, dateOf(validFrom), dateOf(validTo)];
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
