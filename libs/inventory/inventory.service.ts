import { Injectable } from '@nestjs/common';
import {
  connection,
  isId,
  largestPage,
  parseDecimal,
  pageRequest,
  quantityScale,
  UserError,
  type Connection,
  type Context,
  type Id,
  type Path,
} from '#kernel';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { locationCodeTaken, locationIdOf, noSuchLegalEntity, noSuchLocation, variantIdOf } from './inventory.errors.js';
import { checkLocation, type Location } from './location.js';
import { creatingLocation, findLocation, listLocations } from './location.repository.js';
import { stockCounterId } from './stock-counter.js';
import { expiring } from './stock-holds.repository.js';
import { adjusting, counting, levels, stockLevel, type Because } from './stock.repository.js';
import { stockCounts, type StockCount, type StockCountInput, type StockLevel, type StockReason } from './stock.js';

/** Rows that one statement takes: an import of more is cut into batches. */
const batchSize = 5000;

/** The refusal of a fact about a place that does not exist. */
function unknownLocation(path: Path): Readonly<Record<string, UserError>> {
  return { stock_level_location_id_fkey: noSuchLocation(path) };
}

/** Where stock lies, how much, and why. */
@Injectable()
export class InventoryService {
  constructor(private readonly db: Database) {}

  /** Takes what was counted for what is there. @throws UserError naming the input field */
  async setStock(
    context: Context,
    input: {
      levels: readonly StockCountInput[];
      reason: StockReason;
      reference?: string | null | undefined;
      idempotencyKey?: string | null | undefined;
    },
  ): Promise<readonly StockLevel[]> {
    if (input.levels.length < 1 || input.levels.length > largestPage)
      throw new UserError('INVALID', `between 1 and ${largestPage} levels`, ['levels'], { min: 1, max: largestPage });
    const counts = stockCounts(input.levels, ['levels']);
    await idempotently(this.db, context, 'setStockLevels', input.idempotencyKey, input, async (remembering) => {
      await this.commit(
        [...remembering({}), counting(counts, this.because(input.reason, input.reference, counts.length), context)],
        unknownLocation(['levels']),
      );
      return {};
    });
    const wanted = new Set(counts.map(({ variantId, locationId }) => stockCounterId(variantId, locationId)));
    const levels = await this.levels([...new Set(counts.map(({ variantId }) => variantId))]);
    return levels.filter(({ variantId, locationId }) => wanted.has(stockCounterId(variantId, locationId)));
  }

  /** Takes in any number of counts, a statement a batch; of a place named twice the last count holds. Says how many were written. */
  async importLevels(context: Context, imported: readonly StockCount[], reference: string | null): Promise<number> {
    const counts = [...new Map(imported.map((count) => [stockCounterId(count.variantId, count.locationId), count])).values()];
    for (let start = 0; start < counts.length; start += batchSize) {
      const batch = counts.slice(start, start + batchSize);
      await this.commit([this.importing(context, batch, reference)], unknownLocation([]));
    }
    return counts.length;
  }

  /** The write of an import's counts, for a transaction that holds more than stock: each variant and location at most once. */
  importing(context: Context, counts: readonly StockCount[], reference: string | null): Write {
    return counting(counts, this.because('IMPORT', reference, counts.length), context);
  }

  /** Records that stock came or went, once per key. @throws UserError naming the input field */
  async adjustStock(
    context: Context,
    input: {
      variantId: string;
      locationId: string;
      difference: string;
      reason: StockReason;
      reference?: string | null | undefined;
      idempotencyKey: string;
    },
  ): Promise<StockLevel> {
    const variantId = variantIdOf(input.variantId, ['variantId']);
    const locationId = locationIdOf(input.locationId, ['locationId']);
    const difference = parseDecimal(input.difference, quantityScale, ['difference']);
    if (difference === 0n) throw new UserError('INVALID', 'a difference of nothing', ['difference']);
    await idempotently(this.db, context, 'adjustStock', input.idempotencyKey, input, async (remembering) => {
      const because = this.because(input.reason, input.reference, 1);
      const result = { movementId: because.movementIds[0] ?? '' };
      await this.commit(
        [...remembering(result), adjusting([{ variantId, locationId, difference }], because, context)],
        unknownLocation(['locationId']),
      );
      return result;
    });
    const [level] = await this.levels([variantId], [locationId]);
    if (!level) throw new Error(`no level of ${variantId} at ${locationId} after adjusting it`);
    return level;
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

  /** Opens a place to keep stock at. @throws UserError naming the input field */
  async createLocation(
    context: Context,
    input: { code: string; name: string; legalEntityId: string; idempotencyKey?: string | null | undefined },
  ): Promise<Location> {
    checkLocation(input);
    const { code, name, legalEntityId } = input;
    if (!isId('legalEntity', legalEntityId)) throw noSuchLegalEntity();
    const { id } = await idempotently<{ id: Id<'location'> }>(
      this.db,
      context,
      'createLocation',
      input.idempotencyKey,
      input,
      async (remembering) => {
        const result = { id: newId('location') };
        await this.commit([...remembering(result), creatingLocation({ id: result.id, code, name, legalEntityId })], {
          location_code_key: locationCodeTaken(code),
          location_legal_entity_id_fkey: noSuchLegalEntity(),
        });
        return result;
      },
    );
    const location = await findLocation(this.db, id);
    if (!location) throw noSuchLocation([]);
    return location;
  }

  /** The locations by code. */
  async locations(args: { first?: number | null | undefined; after?: string | null | undefined }): Promise<Connection<Location>> {
    const request = pageRequest({ first: args.first ?? null, after: args.after ?? null });
    return connection(await listLocations(this.db, request), request, ({ code }) => [code]);
  }

  private because(reason: StockReason, reference: string | null | undefined, count: number): Because {
    return { reason, reference: reference ?? null, movementIds: Array.from({ length: count }, () => newId('movement')) };
  }

  /** Commits; what a broken constraint means to the caller is thrown in its stead. */
  private async commit(writes: readonly Write[], refusals: Readonly<Record<string, UserError>>): Promise<void> {
    try {
      await this.db.commit(writes);
    } catch (error) {
      throw refusals[constraintOf(error)] ?? error;
    }
  }
}
