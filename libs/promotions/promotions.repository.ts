import type { Id, LocalizedText, PageRequest } from '#kernel';
import type { Lane, PromotionTerms } from '#engine';
import { settingCapacity } from '#holds';
import { statement, type Database, type Write } from '#platform/db';
import { capacityOf, termsOf, usesCounter, type Promotion, type PromotionStatus } from './promotion.js';

interface PromotionRow {
  id: Id<'promotion'>;
  name: LocalizedText;
  code: string | null;
  lane: Lane;
  sequence: number;
  conditions: object[];
  action: object;
  valid_from: Date | null;
  valid_to: Date | null;
  usage_limit: number | null;
  status: PromotionStatus;
  version: string;
}

const columns = 'id, name, code, lane, sequence, conditions, action, valid_from, valid_to, usage_limit, status, version';

const readActive = statement<PromotionRow>(
  'promotions.active',
  `select ${columns} from promotion where status = 'ACTIVE' order by id`,
);
const readOne = statement<PromotionRow>('promotions.one', `select ${columns} from promotion where id = $1`);
const readPage = statement<PromotionRow>(
  'promotions.page',
  `select ${columns} from promotion where id > $1 and ($2::text is null or status = $2) order by id limit $3`,
);
const insert = statement<never>(
  'promotions.insert',
  `insert into promotion (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const update = statement<never>(
  'promotions.update',
  `update promotion set name = $2, code = $3, lane = $4, sequence = $5, conditions = $6, action = $7, valid_from = $8, valid_to = $9,
     usage_limit = $10, status = $11, version = $12 where id = $1 and version = $12::bigint - 1`,
);

/** The active promotions as they are priced with: what `terms` compiles. */
export async function readPromotions(db: Database): Promise<PromotionTerms[]> {
  return (await db.read(readActive)).map((row) => termsOf(promotionOf(row)));
}

/** One promotion, whatever its status. */
export async function findPromotion(db: Database, id: string): Promise<Promotion | null> {
  const [row] = await db.read(readOne, [id]);
  return row ? promotionOf(row) : null;
}

/** Promotions in the order of their ids, of one status or all: up to one more than the page holds. */
export async function findPromotions(db: Database, request: PageRequest, status: PromotionStatus | null): Promise<Promotion[]> {
  return (await db.read(readPage, [request.after?.[0] ?? '', status, request.first + 1])).map(promotionOf);
}

/** Writes a promotion whose version was counted up from that of `before`, and how often it may be used. */
export function savingPromotion(after: Promotion, before: Promotion | null): Write[] {
  const write = (before ? update : insert).with(values(after), { rows: 1 });
  const { usageLimit } = after;
  if (usageLimit === null || usageLimit === before?.usageLimit) return [write];
  return [write, settingCapacity(usesCounter(after.id), capacityOf(usageLimit))];
}

function values(promotion: Promotion) {
  const { id, name, code, lane, sequence, conditions, action, validFrom, validTo, usageLimit, status, version } = promotion;
  const json = [JSON.stringify(conditions), JSON.stringify(action)];
  return [id, name, code, lane, sequence, ...json, validFrom, validTo, usageLimit, status, version.toString()];
}

function promotionOf({ valid_from, valid_to, usage_limit, version, ...same }: PromotionRow): Promotion {
  return { ...same, validFrom: valid_from, validTo: valid_to, usageLimit: usage_limit, version: BigInt(version) };
}
