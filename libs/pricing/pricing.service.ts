import { Injectable } from '@nestjs/common';
import { formatShort, priceScale, quantityScale, type Context, type Path } from '#kernel';
import { event, priceChanged, recording, type NewEvent } from '#events';
import { codeOf, Conflict, constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { decidePrices, type PriceChange, type Refusal } from './decide-prices.js';
import type { Price, PriceInput, SavedPrice } from './price.js';
import { listedPrices, loadKnown, savingDecided } from './price.repository.js';
import { refused } from './pricing.errors.js';

/** How a batch of prices is saved. */
export interface SavePricesOptions {
  /** Does everything but keep it. */
  readonly dryRun?: boolean;
  /** What stands before an entry's fields in the path of a refusal: its index unless said. */
  readonly pathOf?: (index: number) => Path;
  readonly idempotencyKey?: string | null;
}

/** What saving a batch of prices takes: the writes for a transaction, and what they will have made. */
export interface SavingPrices {
  readonly writes: readonly Write[];
  /** An entry for each input, null for a refused one. */
  readonly prices: readonly (SavedPrice | null)[];
  readonly refusals: readonly Refusal[];
}

/** Price rows: the one way to save them. */
@Injectable()
export class PricingService {
  constructor(private readonly db: Database) {}

  /**
   * Makes the prices of variants in lists as wanted, in a handful of statements however many they are. What has not changed
   * is not written and not told; the first refusal refuses all. @throws UserError naming the field
   */
  async savePrices(
    batch: readonly PriceInput[],
    context: Context,
    options: SavePricesOptions = {},
  ): Promise<readonly SavedPrice[]> {
    const pathOf = options.pathOf ?? ((index: number) => [index]);
    const hashed = batch.map(({ list, variantId, tiers, validFrom, validTo }) => ({
      list,
      variantId,
      tiers,
      validFrom,
      validTo,
    }));
    const result = await idempotently<{ prices: readonly SavedPrice[] }>(
      this.db,
      context,
      'setPrices',
      options.idempotencyKey,
      hashed,
      (remembering) =>
        this.db.deciding('pricing.save', async () => {
          const { writes, prices, refusals } = await this.savingPrices(batch, context, pathOf);
          if (refusals[0]) throw refusals[0].error;
          const saved = { prices: prices.filter((price) => price !== null) };
          try {
            await (options.dryRun ? this.db.rehearse(writes) : this.db.commit([...remembering(saved), ...writes]));
          } catch (error) {
            throw unknownVariant(error, batch, pathOf) ?? overtaken(error);
          }
          return saved;
        }),
    );
    return result.prices;
  }

  /**
   * Decides a batch and makes its writes, for a transaction that holds more than prices: use it inside `Database.deciding`.
   * The variants may be made in the same transaction. Refused entries are left out of the writes.
   */
  async savingPrices(
    batch: readonly PriceInput[],
    context: Context,
    pathOf: (index: number) => Path = (index) => [index],
  ): Promise<SavingPrices> {
    const decided = decidePrices(batch, await loadKnown(this.db, batch), newId, pathOf);
    const news = decided.changes.map(tell);
    const writes = [...savingDecided(decided), ...(news.length > 0 ? [recording(news, context)] : [])];
    return { writes, prices: decided.saved, refusals: decided.refusals };
  }

  /** The prices that these variants have now in the list of this code or id. */
  async pricesOf(list: string, variantIds: readonly string[]): Promise<Price[]> {
    return listedPrices(this.db, list, variantIds, { planned: false });
  }

  /** The same with those that are planned. */
  async plannedPricesOf(list: string, variantIds: readonly string[]): Promise<Price[]> {
    return listedPrices(this.db, list, variantIds, { planned: true });
  }
}

function tell({ list, variantId, tiers, validFrom, validTo, version }: PriceChange): NewEvent {
  const prices = tiers.map(({ minQuantity, amount, compareAt }) => ({
    minQuantity: formatShort(minQuantity, quantityScale),
    amount: formatShort(amount, priceScale),
    compareAt: compareAt === null ? null : formatShort(compareAt, priceScale),
  }));
  const payload = {
    ...{ variantId, listId: list.id, currency: list.currency, prices },
    ...(validFrom && { validFrom: validFrom.toISOString() }),
    ...(validTo && { validTo: validTo.toISOString() }),
  };
  return event(priceChanged, newId('event'), variantId, version, payload);
}

/** Pricing does not know the variants: Postgres says which of them is none. */
function unknownVariant(error: unknown, batch: readonly PriceInput[], pathOf: (index: number) => Path): Error | null {
  if (constraintOf(error) !== 'price_variant_id_fkey') return null;
  const detail = String((error as { detail?: unknown }).detail);
  const index = batch.findIndex(({ variantId }) => detail.includes(`(${variantId})`));
  const unknown = batch[index];
  return unknown ? refused.noVariant(unknown.variantId, [...pathOf(index), 'variantId']) : null;
}

/** Somebody else was faster: the next decision sees what they made. */
function overtaken(error: unknown): unknown {
  const faster = codeOf(error) === '23505' && constraintOf(error) !== 'idempotency_key_pkey';
  return faster ? new Conflict('pricing.save-prices') : error;
}
