import { audienceDimensions, everybody, toJson, type Audience, type CapTerms } from '#engine';
import { formatDecimal, parseDecimal, percentScale, priceScale, type CurrencyCode, type Id, type PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import { zonedValidity, type PriceList } from './price-list.js';

/** The column that keeps the values of each dimension. */
const columnOf: Readonly<Record<keyof Audience, string>> = {
  organizationIds: 'organization_id',
  customerIds: 'customer_id',
  segmentIds: 'segment_id',
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
  sale: boolean;
  tier_scope: PriceList['tierScope'] | null;
  tier_group: string | null;
  /** The caps of the contract that the list is of; null: of none. */
  caps: readonly CapJson[] | null;
  time_zone: string | null;
  local_from: string | null;
  local_to: string | null;
  derived_list_id: Id<'priceList'> | null;
  derived_percent: string | null;
  derived_plus: string | null;
  /** Values by dimension; null: the list is for everybody. */
  audience: Record<keyof Audience, string[] | null> | null;
}

/** A cap as the database sends it: numbers as text. */
type CapJson = readonly [
  id: CapTerms['id'],
  measure: CapTerms['measure'],
  limit: string,
  of: CapTerms['of'],
  value: CapTerms['value'],
];

/** SQL: the `CapJson`s of the contract of list `l`; null: it is of none. */
const capsColumn = `(select coalesce((select json_agg(json_build_array(cap.id, cap.measure, cap.amount::text, cap.applies_to, cap.value) order by cap.id)
      from contract_cap cap where cap.contract_id = c.id), '[]') from contract c where c.list_id = l.id)`;

/** SQL: lists with their audiences, in the order of their ids. */
function lists(condition: string, more = ''): string {
  const named = audienceDimensions.map((each) => {
    const column = columnOf[each];
    return `'${each}', json_agg(${column} order by ${column}) filter (where ${column} is not null)`;
  });
  return `select l.id, l.code, l.name, l.currency, l.entry, l.tier_mode, l.priority, l.valid_from, l.valid_to, l.version, l.sale,
      l.tier_scope, l.tier_group, ${capsColumn} caps, l.time_zone, l.local_from, l.local_to, l.derived_list_id, l.derived_percent, l.derived_plus,
      (select json_build_object(${named.join(', ')}) from price_list_audience a where a.list_id = l.id having count(*) > 0) audience
    from price_list l where ${condition} order by l.id ${more}`;
}

const readLists = statement<ListRow>('pricing.lists', lists('true'));
const readListsAmong = statement<ListRow>('pricing.lists-among', lists('l.id = any($1::text[])'));
const readPage = statement<ListRow>('pricing.lists-page', lists('l.id > $1', 'limit $2'));
const readOne = statement<ListRow>('pricing.list', lists('l.id = $1'));
const readBase = statement<ListRow>(
  'pricing.base-lists',
  lists('l.currency = $1 and not exists (select from price_list_audience a where a.list_id = l.id)'),
);
const insertList = statement<never>(
  'pricing.insert-list',
  `insert into price_list (id, code, currency, version, name, entry, tier_mode, priority, valid_from, valid_to, sale, tier_scope,
     tier_group, time_zone, local_from, local_to, derived_list_id, derived_percent, derived_plus)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
);
const updateList = statement<never>(
  'pricing.update-list',
  `update price_list set version = $2, name = $3, entry = $4, tier_mode = $5, priority = $6, valid_from = $7, valid_to = $8,
     sale = $9, tier_scope = $10, tier_group = $11, time_zone = $12, local_from = $13, local_to = $14, derived_list_id = $15,
     derived_percent = $16, derived_plus = $17
   where id = $1 and version = $2::bigint - 1`,
);
const insertVersion = statement<never>(
  'pricing.insert-list-version',
  'insert into price_list_version (list_id, version, terms) values ($1, $2, $3)',
);
const clearAudience = statement<never>('pricing.clear-audience', 'delete from price_list_audience where list_id = $1');
const insertAudience = statement<never>(
  'pricing.insert-audience',
  `insert into price_list_audience (list_id, ${audienceDimensions.map((each) => columnOf[each]).join(', ')})
   select $1, ${audienceDimensions.map((each) => `case dimension when '${each}' then value end`).join(', ')}
   from unnest($2::text[], $3::text[]) as named(dimension, value)`,
);

/** Every price list with its terms: what `terms` compiles. */
export async function readPriceLists(db: Database, among: readonly string[] | null = null): Promise<PriceList[]> {
  return (await (among === null ? db.read(readLists) : db.read(readListsAmong, [among]))).map(listOf);
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
  return [
    insertList.with([id, code, currency, ...changeable(list)], { rows: 1 }),
    ...insertingAudience(list),
    insertingVersion(list),
  ];
}

/** Writes a changed price list whose version was counted up. */
export function updatingList(list: PriceList): Write[] {
  return [
    updateList.with([list.id, ...changeable(list)], { rows: 1 }),
    clearAudience.with([list.id]),
    ...insertingAudience(list),
    insertingVersion(list),
  ];
}

/** What the list says from now on, for whoever asks what it has said. */
function insertingVersion(list: PriceList): Write {
  return insertVersion.with([list.id, list.version, toJson(list)], { rows: 1 });
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

function changeable({ version, name, entry, tierMode, priority, validFrom, validTo, ...list }: PriceList) {
  const { sale = false, tierScope = null, tierGroup = null, window, derived } = list;
  return [
    ...[version, name, entry, tierMode, priority, dateOf(validFrom), dateOf(validTo), sale, tierScope, tierGroup],
    ...[window?.timeZone ?? null, window?.from ?? null, window?.to ?? null],
    ...(derived
      ? [derived.listId, formatDecimal(derived.percent, percentScale), formatDecimal(derived.plus, priceScale)]
      : [null, null, null]),
  ];
}

function listOf(row: ListRow): PriceList {
  const { id, code, name, currency, entry, priority, sale, audience, tier_scope, tier_group, caps, derived_list_id } = row;
  const values = audienceDimensions.map((dimension) => [dimension, audience?.[dimension] ?? []] as const);
  const { time_zone: timeZone, local_from: from, local_to: to } = row;
  return {
    ...{ id, code, name, currency, entry, priority, sale, tierMode: row.tier_mode, version: BigInt(row.version) },
    audience: { ...everybody, ...Object.fromEntries(values) },
    ...(tier_scope && { tierScope: tier_scope }),
    ...(tier_group !== null && { tierGroup: tier_group }),
    ...(caps && { contract: { number: code, caps: caps.map(capIn) } }),
    ...(derived_list_id && {
      derived: {
        listId: derived_list_id,
        percent: parseDecimal(row.derived_percent ?? '0', percentScale),
        plus: parseDecimal(row.derived_plus ?? '0', priceScale),
      },
    }),
    // the clocks of the zone may be set otherwise than was thought when the instants were stored
    ...(timeZone === null
      ? { validFrom: row.valid_from?.getTime() ?? null, validTo: row.valid_to?.getTime() ?? null, window: null }
      : zonedValidity({ timeZone, from, to })),
  };
}

function capIn([id, measure, limit, of, value]: CapJson): CapTerms {
  return { id, measure, limit: BigInt(limit), of, value };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
