import { audienceDimensions, everybody, type Audience } from '#engine';
import type { CurrencyCode, Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { PriceList } from './price-list.js';

/** The column that keeps the values of each dimension. */
const columnOf: Readonly<Record<keyof Audience, string>> = {
  organizationIds: 'organization_id',
  customerIds: 'customer_id',
  groupIds: 'group_id',
  locationIds: 'location_id',
  countries: 'country',
  channelIds: 'channel_id',
};

interface ListRow {
  id: Id<'priceList'>;
  code: string;
  name: string;
  currency: CurrencyCode;
  entry: PriceList['entry'];
  tier_mode: PriceList['tierMode'];
  priority: number;
  valid_from: Date | null;
  valid_to: Date | null;
  version: string;
  /** Values by dimension; null: the list is for everybody. */
  audience: Record<keyof Audience, string[] | null> | null;
}

/** SQL: lists with their audiences, in the order of their ids. */
function lists(condition: string, more = ''): string {
  const named = audienceDimensions.map((each) => {
    const column = columnOf[each];
    return `'${each}', json_agg(${column} order by ${column}) filter (where ${column} is not null)`;
  });
  return `select l.id, l.code, l.name, l.currency, l.entry, l.tier_mode, l.priority, l.valid_from, l.valid_to, l.version,
      (select json_build_object(${named.join(', ')}) from price_list_audience a where a.list_id = l.id having count(*) > 0) audience
    from price_list l where ${condition} order by l.id ${more}`;
}

const readLists = statement<ListRow>('pricing.lists', lists('true'));
const readPage = statement<ListRow>('pricing.lists-page', lists('l.id > $1', 'limit $2'));
const readOne = statement<ListRow>('pricing.list', lists('l.id = $1'));
const readBase = statement<ListRow>(
  'pricing.base-lists',
  lists('l.currency = $1 and not exists (select from price_list_audience a where a.list_id = l.id)'),
);
const insertList = statement<never>(
  'pricing.insert-list',
  `insert into price_list (id, code, currency, version, name, entry, tier_mode, priority, valid_from, valid_to)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const updateList = statement<never>(
  'pricing.update-list',
  `update price_list set version = $2, name = $3, entry = $4, tier_mode = $5, priority = $6, valid_from = $7, valid_to = $8
   where id = $1 and version = $2::bigint - 1`,
);
const clearAudience = statement<never>('pricing.clear-audience', 'delete from price_list_audience where list_id = $1');
const insertAudience = statement<never>(
  'pricing.insert-audience',
  `insert into price_list_audience (list_id, ${audienceDimensions.map((each) => columnOf[each]).join(', ')})
   select $1, ${audienceDimensions.map((each) => `case dimension when '${each}' then value end`).join(', ')}
   from unnest($2::text[], $3::text[]) as named(dimension, value)`,
);

/** Every price list with its terms: what `terms` compiles. */
export async function readPriceLists(db: Database): Promise<PriceList[]> {
  return (await db.read(readLists)).map(listOf);
}

/** Price lists in the order of their ids: up to one more than the page holds. */
export async function pageOfLists(db: Database, { first, after }: PageRequest): Promise<PriceList[]> {
  return (await db.read(readPage, [after?.[0] ?? '', first + 1])).map(listOf);
}

/** One price list. */
export async function findList(db: Database, id: string): Promise<PriceList | null> {
  const [row] = await db.read(readOne, [id]);
  return row ? listOf(row) : null;
}

/** The lists of a currency that are for everybody. */
export async function listsForEverybody(db: Database, currency: CurrencyCode): Promise<PriceList[]> {
  return (await db.read(readBase, [currency])).map(listOf);
}

/** Writes a new price list. */
export function insertingList(list: PriceList): Write[] {
  const { id, code, currency } = list;
  return [insertList.with([id, code, currency, ...changeable(list)], { rows: 1 }), ...insertingAudience(list)];
}

/** Writes a changed price list whose version was counted up. */
export function updatingList(list: PriceList): Write[] {
  return [
    updateList.with([list.id, ...changeable(list)], { rows: 1 }),
    clearAudience.with([list.id]),
    ...insertingAudience(list),
  ];
}

/** The dimension whose value was refused by this constraint: it names what is not there. */
export function dimensionOf(constraint: string): keyof Audience | undefined {
  return audienceDimensions.find((each) => constraint === `price_list_audience_${columnOf[each]}_fkey`);
}

function insertingAudience({ id, audience }: PriceList): Write[] {
  const values = audienceDimensions.flatMap((dimension) => audience[dimension].map((value) => [dimension, value] as const));
  if (values.length === 0) return [];
  const [dimensions, named] = [values.map(([dimension]) => dimension), values.map(([, value]) => value)];
  return [insertAudience.with([id, dimensions, named], { rows: values.length })];
}

function changeable({ version, name, entry, tierMode, priority, validFrom, validTo }: PriceList) {
  return [version, name, entry, tierMode, priority, dateOf(validFrom), dateOf(validTo)];
}

function listOf({ tier_mode, valid_from, valid_to, version, audience, ...same }: ListRow): PriceList {
  const values = audienceDimensions.map((dimension) => [dimension, audience?.[dimension] ?? []] as const);
  return {
    ...same,
    version: BigInt(version),
    audience: { ...everybody, ...Object.fromEntries(values) },
    tierMode: tier_mode,
    validFrom: valid_from?.getTime() ?? null,
    validTo: valid_to?.getTime() ?? null,
  };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
