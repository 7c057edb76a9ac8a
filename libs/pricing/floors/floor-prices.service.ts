import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { offersTopic, revise } from '#platform/broadcast';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { refused } from '../pricing.errors.js';
import { floorsAt, type FloorPrice, type FloorPriceInput } from './floor-price.js';
import { floorsOf, settingFloors } from './floor-price.repository.js';

/** What units must not be sold below. */
@Injectable()
export class FloorPricesService {
  constructor(private readonly db: Database) {}

  /** The least prices of these variants, by variant and currency. */
  async of(variantIds: readonly string[]): Promise<FloorPrice[]> {
    return floorsOf(this.db, variantIds);
  }

  /** Sets least prices, or takes them away, once per idempotency key; says how many became different. @throws UserError naming the entry */
  async set(inputs: readonly FloorPriceInput[], key: string | null | undefined, context: Context): Promise<number> {
    const floors = floorsAt(inputs, ['floorPrices']);
    const { changed } = await idempotently<{ changed: number }>(
      this.db,
      context,
      'setFloorPrices',
      key,
      inputs,
      async (remembering) => {
        const different = await this.different(floors);
        const result = { changed: different.length };
        await this.db.commit([...remembering(result), ...writesOf(different)]).catch((error: unknown) => {
          throw unknownVariant(error, floors) ?? error;
        });
        return result;
      },
    );
    return changed;
  }

  /** What makes these the least prices, for a transaction that holds more: nothing where they are so already. */
  async saving(floors: readonly FloorPrice[]): Promise<Write[]> {
    return floors.length > 0 ? writesOf(await this.different(floors)) : [];
  }

  private async different(floors: readonly FloorPrice[]): Promise<FloorPrice[]> {
    const known = await this.of(floors.map(({ variantId }) => variantId));
    const before = new Map(known.map((floor) => [keyOf(floor), floor.amount]));
    return floors.filter((floor) => (before.get(keyOf(floor)) ?? null) !== floor.amount);
  }
}

function writesOf(floors: readonly FloorPrice[]): Write[] {
  return floors.length > 0 ? [...settingFloors(floors), revise(offersTopic)] : [];
}

function keyOf({ variantId, currency }: FloorPrice): string {
  return `${variantId} ${currency}`;
}

/** Pricing does not know the variants: Postgres says which of them is none. */
function unknownVariant(error: unknown, floors: readonly FloorPrice[]): Error | null {
  if (constraintOf(error) !== 'floor_price_variant_id_fkey') return null;
  const detail = String((error as { detail?: unknown }).detail);
  const index = floors.findIndex(({ variantId }) => detail.includes(`(${variantId})`));
  return refused.noVariant(floors[index]?.variantId ?? '', ['floorPrices', index, 'variantId']);
}
