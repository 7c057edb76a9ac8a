import { Injectable } from '@nestjs/common';
import { connection, formatShort, pageRequest, quantityScale, type Connection } from '#kernel';
import { PrismaClient } from '#platform/db';
import type { QueryStockMovementsArgs, StockMovement } from '#platform/graphql';

/** The book of what came and went: read by staff, written together with the levels. */
@Injectable()
export class MovementRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** A page of movements of a variant, newest first. */
  async movements({ variantId, locationId, ...args }: QueryStockMovementsArgs): Promise<Connection<StockMovement>> {
    const page = pageRequest(args);
    const before = page.after?.[0];
    const rows = await this.prisma.stockMovement.findMany({
      where: { variantId, ...(locationId != null && { locationId }), ...(before !== undefined && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: page.first + 1,
    });
    const short = (quantity: bigint) => formatShort(quantity, quantityScale);
    const movements = rows.map(({ delta, unavailableDelta, onHand, levelVersion, occurredAt, ...row }) => ({
      ...row,
      difference: short(delta),
      unavailableDifference: short(unavailableDelta),
      onHand: short(onHand),
      levelVersion: levelVersion.toString(),
      occurredAt: occurredAt.toISOString(),
    }));
    return connection(movements, page, ({ id }) => [id]);
  }
}
