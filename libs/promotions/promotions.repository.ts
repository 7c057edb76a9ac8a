import { currencyOf, parseMoney, type Id, type LocalizedText, type PageRequest } from '#kernel';
import type { Lane, MoneyBudget, PromotionTerms, Stacking } from '#engine';
import { ensuringCapacities } from '#holds';
import { statement, type Database, type Write } from '#platform/db';
import { settingCodes } from './codes.repository.js';
import type { Amounts, Promotion, PromotionStatus } from './promotion.js';
import { asksItems, asksOrders, type NamedKind, type NamedThing } from './named-things.js';
import { termsOf } from './terms-of.js';
import { budgetCounter, capacityOf, usesCounter } from './uses.js';

interface PromotionRow {
  id: Id<'promotion'>;
  name: LocalizedText;
  codes: string[];
  single_use: boolean;
  lane: Lane;
  sequence: number;
  group_id: Id<'promotionGroup'> | null;
  stacking: Stacking;
  conditions: object[];
  action: object;
  max_discount: Amounts;
  reduces_tax_base: boolean;
  valid_from: Date | null;
  valid_to: Date | null;
  local_from: string | null;
  local_to: string | null;
  time_zone: string | null;
  usage_limit: number | null;
  usage_limit_per_person: number | null;
  budget: Amounts;
  budget_end: MoneyBudget['last'];
  status: PromotionStatus;
  version: string;
}

/** What stands in the column of the time zone where stores' own clocks count. */
const storeLocal = 'STORE_LOCAL';

const own = `name, lane, sequence, group_id, stacking, conditions, action, max_discount, reduces_tax_base, valid_from, valid_to, local_from,
  local_to, time_zone, usage_limit, usage_limit_per_person, budget, budget_end, status, version`;
const codes = `array(select c.code from promotion_code c where c.promotion_id = p.id and c.code is not null order by c.position) codes`;
const columns = `p.id, ${own.replace(/\w+/g, 'p.$&')}, p.single_use, ${codes}`;

const readActive = statement<PromotionRow>('promotions.active', `select ${columns} from promotion p where p.status = 'ACTIVE'`);
const readActiveAmong = statement<PromotionRow>(
  'promotions.active-among',
  `select ${columns} from promotion p where p.status = 'ACTIVE' and p.id = any($1::text[])`,
);
const readOne = statement<PromotionRow>('promotions.one', `select ${columns} from promotion p where p.id = $1`);
const readForFile = statement<PromotionRow>(
  'promotions.for-file',
  `select ${columns} from promotion p where p.status <> 'ARCHIVED' or p.id = any($1::text[])`,
);
const readNamed = statement<PromotionRow>('promotions.named', `select ${columns} from promotion p where p.id = any($1::text[])`);
const readPage = statement<PromotionRow>(
  'promotions.page',
  `select ${columns} from promotion p
   where p.id > $1 and ($2::text is null or $2 = case when p.status = 'ACTIVE' and p.valid_from > now() then 'SCHEDULED' else p.status end)
   order by p.id limit $3`,
);
const readRivals = statement<PromotionRow>(
  'promotions.rivals',
  `select ${columns} from promotion p where p.status = 'ACTIVE' and p.lane = $2 and p.id <> $1
     and (p.stacking <> 'COMBINES' or $3::text <> 'COMBINES' or p.group_id = $4::text)
   order by p.sequence, p.id limit $5`,
);
const saved = `${own}, single_use, asks_items, asks_orders`;
const given = 'jsonb_populate_recordset(null::promotion, $1::jsonb)';
const insert = statement<never>('promotions.insert', `insert into promotion (id, ${saved}) select id, ${saved} from ${given}`);
const update = statement<never>(
  'promotions.update',
  `update promotion set (${saved}) = row(${saved.replace(/\w+/g, 'given.$&')})
   from ${given} given where promotion.id = given.id and promotion.version = given.version - 1`,
);
const countUp = statement<never>(
  'promotions.has-single-use',
  'update promotion set single_use = true, version = version + 1 where id = $1 and version = $2',
);

const tables: Readonly<Record<NamedKind, string>> = {
  category: 'category',
  collection: 'collection',
  product: 'product',
  variant: 'variant',
  customer: 'customer',
  group: 'customer_group',
  segment: 'segment',
  organization: 'organization',
  channel: 'channel',
  store: 'location',
  shipping_method: 'shipping_method',
};
const missing = statement<{ place: number }>(
  'promotions.missing',
  `select named.place::int from unnest($1::text[], $2::text[]) with ordinality named(kind, id, place)
   where not case named.kind
     ${Object.entries(tables)
       .map(([kind, table]) => `when '${kind}' then exists (select from ${table} where ${table}.id = named.id)`)
       .join('\n     ')} end
   order by named.place limit 1`,
);

/** The active promotions as they are priced with, all or those among these ids: what `terms` compiles. */
export async function readPromotions(db: Database, among: readonly string[] | null = null): Promise<PromotionTerms[]> {
  const rows = among === null ? db.read(readActive) : db.read(readActiveAmong, [among]);
  return (await rows).map((row) => termsOf(promotionOf(row)));
}

/** One promotion, whatever its status. */
export async function findPromotion(db: Database, id: string): Promise<Promotion | null> {
  const [row] = await db.read(readOne, [id]);
  return row ? promotionOf(row) : null;
}

/** All promotions but the archived ones; of those the ones that are named. */
export async function findUnarchived(db: Database, named: readonly string[]): Promise<Promotion[]> {
  return (await db.read(readForFile, [named])).map(promotionOf);
}

/** The promotions that have these ids. */
export async function findNamed(db: Database, ids: readonly string[]): Promise<Promotion[]> {
  return ids.length === 0 ? [] : (await db.read(readNamed, [ids])).map(promotionOf);
}

/** Promotions in the order of their ids, of one status (SCHEDULED: active from a later instant) or all: up to one more than the page holds. */
export async function findPromotions(
  db: Database,
  request: PageRequest,
  status: PromotionStatus | 'SCHEDULED' | null,
): Promise<Promotion[]> {
  return (await db.read(readPage, [request.after?.[0] ?? '', status, request.first + 1])).map(promotionOf);
}

/** The active promotions of a promotion's lane that may keep it off, or that it may keep off, in order of evaluation. */
export async function findRivals(db: Database, { id, lane, stacking, groupId }: Promotion, limit: number): Promise<Promotion[]> {
  return (await db.read(readRivals, [id, lane, stacking, groupId, limit])).map(promotionOf);
}

/** The first of the things that there is not: one statement, however many are named. */
export async function firstMissing(db: Database, named: readonly NamedThing[]): Promise<NamedThing | null> {
  if (named.length === 0) return null;
  const [row] = await db.read(missing, [named.map(({ kind }) => kind), named.map(({ id }) => id)]);
  return row ? (named[row.place - 1] ?? null) : null;
}

/** A promotion as it is to be written; its version was counted up from that of `before`, which is null where it is new. */
export interface SavedPromotion {
  readonly before: Promotion | null;
  readonly after: Promotion;
}

/** Writes promotions, their codes, and how much of them there is: as many statements for a thousand as for one. */
export function savingPromotions(changes: readonly SavedPromotion[]): Write[] {
  const made = changes.filter(({ before }) => before === null);
  const changed = changes.filter(({ before }) => before !== null);
  const capacities = changes.flatMap(capacitiesOf);
  return [
    ...[
      { write: insert, rows: made },
      { write: update, rows: changed },
    ].flatMap(({ write, rows }) =>
      rows.length > 0 ? [write.with([JSON.stringify(rows.map(({ after }) => rowOf(after)))], { rows: rows.length })] : [],
    ),
    ...settingCodes(
      changes.map(({ before, after }) => ({ promotionId: after.id, before: before?.codes ?? [], after: after.codes })),
    ),
    ...(capacities.length > 0 ? [ensuringCapacities(capacities)] : []),
  ];
}

/** Counts a promotion up that has got codes which count once. */
export function markingSingleUse({ id, version }: Promotion): Write {
  return countUp.with([id, version.toString()], { rows: 1 });
}

function capacitiesOf({ before, after }: SavedPromotion): { readonly counterId: string; readonly capacity: bigint }[] {
  const { id, usageLimit, budget } = after;
  const uses = usageLimit === null || usageLimit === before?.usageLimit ? [] : [usesCounter(id)];
  const budgets = Object.entries(budget).filter(([code, amount]) => before?.budget[code] !== amount);
  return [
    ...uses.map((counterId) => ({ counterId, capacity: capacityOf(usageLimit ?? 0) })),
    ...budgets.map(([code, amount]) => {
      const currency = currencyOf(code);
      return { counterId: budgetCounter(id, currency), capacity: parseMoney(amount, currency).minor };
    }),
  ];
}

function rowOf(
  promotion: Promotion,
): Record<Exclude<keyof PromotionRow, 'codes'>, unknown> & { readonly asks_items: boolean; readonly asks_orders: boolean } {
  const { window } = promotion;
  return {
    id: promotion.id,
    name: promotion.name,
    single_use: promotion.singleUse,
    lane: promotion.lane,
    sequence: promotion.sequence,
    group_id: promotion.groupId,
    stacking: promotion.stacking,
    conditions: promotion.conditions,
    action: promotion.action,
    max_discount: promotion.maxDiscount,
    reduces_tax_base: promotion.reducesTaxBase,
    valid_from: promotion.validFrom,
    valid_to: promotion.validTo,
    local_from: window?.from ?? null,
    local_to: window?.to ?? null,
    time_zone: window && (window.timeZone ?? storeLocal),
    usage_limit: promotion.usageLimit,
    usage_limit_per_person: promotion.usageLimitPerPerson,
    budget: promotion.budget,
    budget_end: promotion.budgetEnd,
    status: promotion.status,
    version: promotion.version.toString(),
    asks_items: asksItems(promotion),
    asks_orders: asksOrders(promotion),
  };
}

function promotionOf(row: PromotionRow): Promotion {
  const { local_from: from, local_to: to, time_zone: zone } = row;
  return {
    id: row.id,
    name: row.name,
    codes: row.codes,
    singleUse: row.single_use,
    lane: row.lane,
    sequence: row.sequence,
    groupId: row.group_id,
    stacking: row.stacking,
    conditions: row.conditions,
    action: row.action,
    maxDiscount: row.max_discount,
    reducesTaxBase: row.reduces_tax_base,
    window: zone === null ? null : { from, to, timeZone: zone === storeLocal ? null : zone },
    validFrom: row.valid_from,
    validTo: row.valid_to,
    usageLimit: row.usage_limit,
    usageLimitPerPerson: row.usage_limit_per_person,
    budget: row.budget,
    budgetEnd: row.budget_end,
    status: row.status,
    version: BigInt(row.version),
  };
}
