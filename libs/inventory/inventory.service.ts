import { Injectable } from '@nestjs/common';
import { formatShort, largestPage, parseDecimal, quantityScale, UserError, type Context, type Id, type Path } from '#kernel';
import { constraintOf, Database, type Write } from '#platform/db';
import { shortageOf } from '#holds';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { belowNothing, locationIdOf, neverSeen, noSuchLocation, tooLittle, variantIdOf } from './inventory.errors.js';
import { stockCounterId, stockOf } from './stock-counter.js';
import { expiring } from './stock-holds.repository.js';
import { adjusting, counting, levels, stockLevel, unseenPlace, type Because } from './stock.repository.js';
import {
  stockCounts,
  transferDifferences,
  type StockCount,
  type StockCountInput,
  type StockDifference,
  type StockLevel,
  type StockReason,
  type TransferLineInput,
} from './stock.js';

/** Rows that one statement takes: an import of more is cut into batches. */
const batchSize = 5000;

/** The refusals of facts about a place that does not exist, or that leave less than nothing unavailable. */
function refusals(place: Path, unavailable: Path): Readonly<Record<string, UserError>> {
  return { stock_level_location_id_fkey: noSuchLocation(place), stock_level_unavailable_not_negative: belowNothing(unavailable) };
}

/** How a mover of stock is asked for: why, by which document, and once. */
interface Fact {
  readonly reason: StockReason;
  readonly reference?: string | null | undefined;
}

/** Where stock lies, how much, and why. */
@Injectable()
export class InventoryService {
  constructor(private readonly db: Database) {}

  /** Takes what was counted for what is there, and what moved since on top. @throws UserError naming the input field */
  async setStock(
    context: Context,
    input: Fact & { readonly levels: readonly StockCountInput[]; readonly idempotencyKey?: string | null | undefined },
  ): Promise<readonly StockLevel[]> {
    requireSome(input.levels, 'levels');
    const counts = stockCounts(input.levels, ['levels']);
    await idempotently(this.db, context, 'setStockLevels', input.idempotencyKey, input, async (remembering) => {
      const writes = [...remembering({}), counting(counts, this.because(input, counts.length), context)];
      await this.commit(writes, refusals(['levels'], ['levels'])).catch((error: unknown) => {
        const unseen = unseenPlace(error);
        if (!unseen) throw error;
        const index = counts.findIndex((count) => count.variantId === unseen.variantId && count.locationId === unseen.locationId);
        throw neverSeen(['levels', index, 'seenVersion']);
      });
      return {};
    });
    return this.levelsAt(counts);
  }

  /** Takes in any number of counts, a statement a batch; of a place named twice the last count holds. Says how many were written. */
  async importLevels(context: Context, imported: readonly StockCount[], reference: string | null): Promise<number> {
    const counts = [...new Map(imported.map((count) => [stockCounterId(count.variantId, count.locationId), count])).values()];
    for (let start = 0; start < counts.length; start += batchSize) {
      const batch = counts.slice(start, start + batchSize);
      await this.commit([this.importing(context, batch, reference)], refusals([], []));
    }
    return counts.length;
  }

  /** The write of an import's counts, for a transaction that holds more than stock: each variant and location at most once. */
  importing(context: Context, counts: readonly StockCount[], reference: string | null): Write {
    return counting(counts, this.because({ reason: 'IMPORT', reference }, counts.length), context);
  }

  /** Records that stock came or went, or can no longer be sold, once per key. @throws UserError naming the input field */
  async adjustStock(
    context: Context,
    input: Fact & {
      readonly variantId: string;
      readonly locationId: string;
      readonly difference?: string | null | undefined;
      readonly unavailableDifference?: string | null | undefined;
      readonly idempotencyKey: string;
    },
  ): Promise<StockLevel> {
    const variantId = variantIdOf(input.variantId, ['variantId']);
    const locationId = locationIdOf(input.locationId, ['locationId']);
    const difference = parseDecimal(input.difference ?? '0', quantityScale, ['difference']);
    const unavailable = parseDecimal(input.unavailableDifference ?? '0', quantityScale, ['unavailableDifference']);
    if (difference === 0n && unavailable === 0n) throw new UserError('INVALID', 'a difference of nothing', ['difference']);
    await idempotently(this.db, context, 'adjustStock', input.idempotencyKey, input, async (remembering) => {
      const because = this.because(input, 1);
      const result = { movementId: because.movementIds[0] ?? '' };
      await this.commit(
        [...remembering(result), adjusting([{ variantId, locationId, difference, unavailable }], because, context)],
        refusals(['locationId'], ['unavailableDifference']),
      );
      return result;
    });
    const [level] = await this.levels([variantId], [locationId]);
    if (!level) throw new Error(`no level of ${variantId} at ${locationId} after adjusting it`);
    return level;
  }

  /**
   * Moves stock from one place to another, both sides in one statement, once per key. Only what nobody was promised can leave.
   * @throws UserError OUT_OF_STOCK, NOT_FOUND, INVALID naming the input field
   */
  async transferStock(
    context: Context,
    input: {
      readonly fromLocationId: string;
      readonly toLocationId: string;
      readonly lines: readonly TransferLineInput[];
      readonly reference?: string | null | undefined;
      readonly idempotencyKey: string;
    },
  ): Promise<readonly StockLevel[]> {
    requireSome(input.lines, 'lines');
    const fromId = locationIdOf(input.fromLocationId, ['fromLocationId']);
    const toId = locationIdOf(input.toLocationId, ['toLocationId']);
    if (fromId === toId) throw new UserError('INVALID', 'it is there already', ['toLocationId']);
    const differences = transferDifferences(fromId, toId, input.lines);
    await idempotently(this.db, context, 'transferStock', input.idempotencyKey, input, async (remembering) => {
      const because = this.because({ reason: 'TRANSFER', reference: input.reference }, differences.length);
      await this.commit(
        [...remembering({}), adjusting(differences, because, context, 'UNPROMISED')],
        refusals(['toLocationId'], ['lines']),
      ).catch((error: unknown) => {
        throw this.tooLittleOf(differences, error) ?? error;
      });
      return {};
    });
    return this.levelsAt(differences);
  }

  /** The levels of the variants, at some locations or at all, by variant and location. */
  async levels(variantIds: readonly string[], locationIds: readonly string[] | null = null): Promise<readonly StockLevel[]> {
    return (await this.db.read(levels, [variantIds, locationIds])).map(stockLevel);
  }

  /** Frees claims whose time is over and nobody ended: those of some `limit` holds; says how many counters changed. */
  async expireDue(context: Context, limit = 500): Promise<number> {
    const [changed = []] = await this.db.commit([expiring(limit, context)]);
    return changed.length;
  }

  private async levelsAt(places: readonly { readonly variantId: Id<'variant'>; readonly locationId: Id<'location'> }[]) {
    const wanted = new Set(places.map(({ variantId, locationId }) => stockCounterId(variantId, locationId)));
    const levels = await this.levels(
      [...new Set(places.map(({ variantId }) => variantId))],
      [...new Set(places.map(({ locationId }) => locationId))],
    );
    return levels.filter(({ variantId, locationId }) => wanted.has(stockCounterId(variantId, locationId)));
  }

  /** The refusal of a transfer that would take from under promises, naming the line; null for other errors. */
  private tooLittleOf(differences: readonly StockDifference[], error: unknown): UserError | null {
    const shortage = shortageOf(error);
    const place = shortage && stockOf(shortage.counterId);
    if (!place) return null;
    // two differences a line
    const index = Math.floor(differences.findIndex(({ variantId }) => variantId === place.variantId) / 2);
    const text = (quantity: bigint) => formatShort(quantity, quantityScale);
    return tooLittle(['lines', index, 'quantity'], text(shortage.asked), text(shortage.available));
  }

  private because({ reason, reference }: Fact, count: number): Because {
    return { reason, reference: reference ?? null, movementIds: Array.from({ length: count }, () => newId('movement')) };
  }

  /** Commits; what a broken constraint means to the caller is thrown in its stead. */
  private async commit(writes: readonly Write[], meanings: Readonly<Record<string, UserError>>): Promise<void> {
    try {
      await this.db.commit(writes);
    } catch (error) {
      throw meanings[constraintOf(error)] ?? error;
    }
  }
}

/** @throws UserError INVALID when there are none, or more than one request may hold */
function requireSome(rows: readonly unknown[], name: string): void {
  if (rows.length < 1 || rows.length > largestPage)
    throw new UserError('INVALID', `between 1 and ${largestPage} ${name}`, [name], { min: 1, max: largestPage });
}
