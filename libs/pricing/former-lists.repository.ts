import { fromJson, type Json } from '#engine';
import type { Id } from '#kernel';
import { statement, type Database } from '#platform/db';
import type { PriceList } from './price-list.js';

/** A price list as it was from an instant on, up to its next version. */
export interface ListVersion {
  readonly listId: Id<'priceList'>;
  readonly from: Date;
  /** Whether it was made then. */
  readonly isFirst: boolean;
  readonly list: PriceList;
}

/** SQL: the lists that were made or changed since the instant. */
export function listsChangedSince(since: string): string {
  return `select list_id from price_list_version where recorded_from > ${since}`;
}

const readVersions = statement<{ list_id: Id<'priceList'>; from: Date; is_first: boolean; terms: Json<PriceList> }>(
  'pricing.list-versions-since',
  `select list_id, recorded_from "from", version = 1 is_first, terms::text terms from price_list_version v
   where list_id in (${listsChangedSince('$1')}) and (recorded_from > $1 or version =
     (select max(e.version) from price_list_version e where e.list_id = v.list_id and e.recorded_from <= $1))
   order by list_id, version`,
);

/** Of each list that was made or changed since an instant what it was then, and every version since, in order. */
export async function listVersionsSince(db: Database, since: Date): Promise<readonly ListVersion[]> {
  const rows = await db.read(readVersions, [since]);
  return rows.map(({ list_id: listId, is_first: isFirst, from, terms }) => ({ listId, isFirst, from, list: fromJson(terms) }));
}

/** What these lists were at an instant (epoch milliseconds); undefined: there was none yet. */
export function listsAt(versions: readonly ListVersion[], at: number): ReadonlyMap<Id<'priceList'>, PriceList | undefined> {
  const lists = new Map<Id<'priceList'>, PriceList | undefined>();
  for (const { listId, from, isFirst, list } of versions) {
    // of a list that is older than its record the first that is known
    if (from.getTime() <= at || (!lists.has(listId) && !isFirst)) lists.set(listId, list);
    else if (!lists.has(listId)) lists.set(listId, undefined);
  }
  return lists;
}
