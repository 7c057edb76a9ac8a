import { currencyOf, parseMoney, type Id, type LocalizedText, type PageRequest } from '#kernel';
import type { Lane, MoneyBudget, PromotionTerms, Stacking } from '#engine';
import { settingCapacity } from '#holds';
import { statement, type Database, type Write } from '#platform/db';
import { settingCodes } from './codes.repository.js';
import type { Amounts, Promotion, PromotionStatus } from './promotion.js';
import { asksItems, type NamedKind, type NamedThing } from './named-things.js';
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

const readActive = statement<PromotionRow>(
  'promotions.active',
  `select ${columns} from promotion p where p.status = 'ACTIVE'
     and not exists (select from unnest($1::text[], $2::bigint[]) k(id, version) where k.id = p.id and k.version = p.version)`,
);
const readActiveIds = statement<{ id: string; version: string }>(
  'promotions.active-ids',
  `select id, version from promotion where status = 'ACTIVE'`,
);
const readOne = statement<PromotionRow>('promotions.one', `select ${columns} from promotion p where p.id = $1`);
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
const numbered = own.split(',').map((_, index) => `$${String(index + 2)}`);
const asks = `$${String(numbered.length + 2)}`;
const insert = statement<never>(
  'promotions.insert',
  `insert into promotion (id, ${own}, asks_items) values ($1, ${numbered.join(', ')}, ${asks})`,
);
const update = statement<never>(
  'promotions.update',
  `update promotion set (${own}, asks_items) = (${numbered.join(', ')}, ${asks})
   where id = $1 and version = ${numbered.at(-1) ?? ''}::bigint - 1`,
);
const countUp = statement<never>(
  'promotions.has-single-use',
  'update promotion set single_use = true, version = version + 1 where id = $1 and version = $2',
);

const tables: Readonly<Record<NamedKind, string>> = {
  category: 'category',
  product: 'product',
  variant: 'variant',
  customer: 'customer',
  group: 'customer_group',
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

/** Promotions as they are priced with, by id. */
export type KnownPromotions = ReadonlyMap<string, PromotionTerms>;

/**
 * The active promotions as they are priced with: what `terms` compiles. Those that are known in the version that they have are neither
 * sent nor read again.
 */
export async function readPromotions(db: Database, known: KnownPromotions = new Map()): Promise<PromotionTerms[]> {
  const versions = [...known.values()].map(({ version }) => version.toString());
  const [ids, changed] = await Promise.all([db.read(readActiveIds), db.read(readActive, [[...known.keys()], versions])]);
  const fresh = new Map<string, PromotionTerms>(changed.map((row) => [row.id, termsOf(promotionOf(row))]));
  return ids.flatMap(({ id }) => fresh.get(id) ?? known.get(id) ?? []);
}

/** One promotion, whatever its status. */
export async function findPromotion(db: Database, id: string): Promise<Promotion | null> {
  const [row] = await db.read(readOne, [id]);
  return row ? promotionOf(row) : null;
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

/** Writes a promotion whose version was counted up from that of `before`, its codes, and how much of it there is. */
export function savingPromotion(after: Promotion, before: Promotion | null): Write[] {
  const write = (before ? update : insert).with(values(after), { rows: 1 });
  return [write, ...settingCodes(after.id, before?.codes ?? [], after.codes), ...settingCapacities(after, before)];
}

/** Counts a promotion up that has got codes which count once. */
export function markingSingleUse({ id, version }: Promotion): Write {
  return countUp.with([id, version.toString()], { rows: 1 });
}

function settingCapacities(after: Promotion, before: Promotion | null): Write[] {
  const { id, usageLimit, budget } = after;
  const uses = usageLimit === null || usageLimit === before?.usageLimit ? [] : [usesCounter(id)];
  const budgets = Object.entries(budget).filter(([code, amount]) => before?.budget[code] !== amount);
  return [
    ...uses.map((counter) => settingCapacity(counter, capacityOf(usageLimit ?? 0))),
    ...budgets.map(([code, amount]) => {
      const currency = currencyOf(code);
      return settingCapacity(budgetCounter(id, currency), parseMoney(amount, currency).minor);
    }),
  ];
}

function values(promotion: Promotion) {
  const { id, name, lane, sequence, groupId, stacking, conditions, action, maxDiscount, reducesTaxBase, window } = promotion;
  const { validFrom, validTo, usageLimit, usageLimitPerPerson, budget, budgetEnd, status, version } = promotion;
  const rule = [name, lane, sequence, groupId, stacking, JSON.stringify(conditions), JSON.stringify(action), maxDiscount];
  const local = window && [window.from, window.to, window.timeZone ?? storeLocal];
  const limits = [usageLimit, usageLimitPerPerson, budget, budgetEnd];
  return [
    id,
    ...rule,
    reducesTaxBase,
    validFrom,
    validTo,
    ...(local ?? [null, null, null]),
    ...limits,
    status,
    version.toString(),
    asksItems(promotion),
  ];
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
