import { actorName, type Context, type Id } from '#kernel';
import { claimable } from '#holds';
import { statement, type Write } from '#platform/db';
import { backorderOverdraft, type StockCount, type StockDifference, type StockLevel, type StockReason } from './stock.js';
import { stockOf } from './stock-counter.js';

interface LevelRow {
  readonly counter_id: string;
  readonly on_hand: string;
  readonly unavailable: string;
  readonly overdraft: string;
  readonly pending: string;
  readonly posted: string;
  readonly excess: string;
  readonly available: string;
  readonly level_version: string;
}

const tell = (actor: number): string => `outbox_record('stock.changed', 'stock', c.counter_id, c.version,
      $${String(actor)}, $${String(actor + 1)}, $${String(actor + 2)}, stock_news(c.counter_id, c.capacity, c.overdraft, c.pending, c.posted, c.was))`;

const change = statement<LevelRow>(
  'inventory.change',
  `select c.counter_id, c.on_hand, c.unavailable, c.overdraft, c.pending, c.posted, c.excess, ${claimable('c')} as available, c.level_version,
     case when c.changed then ${tell(12)} end as told
   from stock_change($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $15) c`,
);

const overdraft = statement<never>(
  'inventory.overdraft',
  `select c.counter_id, ${tell(3)} as told from stock_overdraft($1, $2) c`,
);

/** The levels of some variants, at some locations or at all (null), by variant and location. */
export const levels = statement<LevelRow>(
  'inventory.levels',
  `select c.id as counter_id, l.on_hand, l.unavailable, c.overdraft, c.pending, c.posted, c.excess, ${claimable('c')} as available,
     l.version as level_version
   from stock_level l join counter c on c.id = 'stock:' || l.variant_id || ':' || l.location_id
   where l.variant_id = any ($1) and ($2::text[] is null or l.location_id = any ($2))
   order by l.variant_id, l.location_id`,
);

/** A changed or read level as the lib's own type. */
export function stockLevel(row: LevelRow): StockLevel {
  const place = stockOf(row.counter_id);
  if (!place) throw new RangeError(`${row.counter_id} counts no stock`);
  return {
    ...place,
    onHand: BigInt(row.on_hand),
    unavailable: BigInt(row.unavailable),
    pending: BigInt(row.pending),
    posted: BigInt(row.posted),
    available: BigInt(row.available),
    excess: BigInt(row.excess),
    backorder: BigInt(row.overdraft) > 0n,
    version: row.level_version,
  };
}

/** A batch of facts: why, what document says so, and an id for the movement of each. */
export interface Because {
  readonly reason: StockReason;
  readonly reference: string | null;
  readonly movementIds: readonly Id<'movement'>[];
}

/** Writes what was counted, and tells of each counter that changed: one statement, however many. `unseenPlace` reads a refusal. */
export function counting(counts: readonly StockCount[], because: Because, context: Context): Write {
  const unchanged = counts.map(() => null);
  return change.with(
    [
      ...places(counts),
      counts.map(({ onHand }) => onHand?.toString() ?? null),
      counts.map(({ seenVersion }) => seenVersion?.toString() ?? null),
      unchanged,
      counts.map(({ unavailable }) => unavailable?.toString() ?? null),
      unchanged,
      counts.map(({ backorder }) => (backorder === null ? null : overdraftOf(backorder))),
      ...reasons(because, context),
      false,
    ],
    { rows: counts.length },
  );
}

/**
 * Writes what came or went, and tells of each counter that changed: one statement, however many. `within`: nothing is taken
 * from under promises, and `shortageOf` reads the refusal.
 */
export function adjusting(
  differences: readonly StockDifference[],
  because: Because,
  context: Context,
  within: 'FACT' | 'UNPROMISED' = 'FACT',
): Write {
  const unchanged = differences.map(() => null);
  return change.with(
    [
      ...places(differences),
      unchanged,
      unchanged,
      differences.map(({ difference }) => difference.toString()),
      unchanged,
      differences.map(({ unavailable }) => unavailable.toString()),
      unchanged,
      ...reasons(because, context),
      within === 'UNPROMISED',
    ],
    { rows: differences.length },
  );
}

/** The place whose level has never had the version that a count says it saw; null for every other error. */
export function unseenPlace(error: unknown): { readonly variantId: string; readonly locationId: string } | null {
  const { code, detail } = error as { code?: unknown; detail?: unknown };
  if (code !== 'CW003' || typeof detail !== 'string') return null;
  const [variantId = '', locationId = ''] = detail.split(':');
  return { variantId, locationId };
}

/** Lets variants be sold beyond their stock, or no longer, wherever they have a level. */
export function allowingBackorder(
  variants: readonly { readonly variantId: Id<'variant'>; readonly backorder: boolean }[],
  context: Context,
): Write {
  return overdraft.with([
    variants.map(({ variantId }) => variantId),
    variants.map(({ backorder }) => overdraftOf(backorder)),
    actorName(context.actor),
    context.channel.id,
    context.requestId,
  ]);
}

function overdraftOf(backorder: boolean): string {
  return (backorder ? backorderOverdraft : 0n).toString();
}

function places(of: readonly { readonly variantId: string; readonly locationId: string }[]): [string[], string[]] {
  return [of.map(({ variantId }) => variantId), of.map(({ locationId }) => locationId)];
}

function reasons({ reason, reference, movementIds }: Because, context: Context): (string | null | readonly string[])[] {
  return [movementIds, reason, reference, actorName(context.actor), context.channel.id, context.requestId];
}
