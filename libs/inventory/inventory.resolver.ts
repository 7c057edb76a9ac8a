import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, largestPage, quantityScale, UserError, type Connection, type Context } from '#kernel';
import {
  Ctx,
  type AdjustStockInput,
  type QueryStockLevelsArgs,
  type QueryStockMovementsArgs,
  type SetStockLevelsInput,
  type StockLevel as StockLevelAnswer,
  type StockMovement,
  type TransferStockInput,
} from '#platform/graphql';
import { InventoryService } from './inventory.service.js';
import { MovementRepository } from './movement.repository.js';
import type { StockLevel } from './stock.js';

const short = (quantity: bigint): string => formatShort(quantity, quantityScale);

function answer(level: StockLevel): StockLevelAnswer {
  return {
    ...level,
    onHand: short(level.onHand),
    unavailable: short(level.unavailable),
    pending: short(level.pending),
    posted: short(level.posted),
    available: short(level.available),
    excess: short(level.excess),
  };
}

/** Stock and locations over GraphQL. */
@Resolver()
export class InventoryResolver {
  constructor(
    private readonly inventory: InventoryService,
    private readonly book: MovementRepository,
  ) {}

  @Query()
  async stockLevels(@Args() { variantIds, locationIds }: QueryStockLevelsArgs): Promise<StockLevelAnswer[]> {
    if (variantIds.length > largestPage)
      throw new UserError('INVALID', `at most ${largestPage} variants`, ['variantIds'], { max: largestPage });
    return (await this.inventory.levels(variantIds, locationIds ?? null)).map(answer);
  }

  @Query()
  stockMovements(@Args() args: QueryStockMovementsArgs): Promise<Connection<StockMovement>> {
    return this.book.movements(args);
  }

  @Mutation()
  async adjustStock(@Ctx() context: Context, @Args('input') input: AdjustStockInput): Promise<{ stockLevel: StockLevelAnswer }> {
    return { stockLevel: answer(await this.inventory.adjustStock(context, input)) };
  }

  @Mutation()
  async setStockLevels(
    @Ctx() context: Context,
    @Args('input') input: SetStockLevelsInput,
  ): Promise<{ stockLevels: StockLevelAnswer[] }> {
    return { stockLevels: (await this.inventory.setStock(context, { ...input, reason: input.reason ?? 'COUNT' })).map(answer) };
  }

  @Mutation()
  async transferStock(
    @Ctx() context: Context,
    @Args('input') input: TransferStockInput,
  ): Promise<{ stockLevels: StockLevelAnswer[] }> {
    return { stockLevels: (await this.inventory.transferStock(context, input)).map(answer) };
  }
}
