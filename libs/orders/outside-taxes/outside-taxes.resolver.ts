import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Database } from '#platform/db';
import { Ctx, loader, type OrderOutsideTaxes } from '#platform/graphql';
import { taxesOfOrders } from '#tax';

/** The way from an order to what an outside engine said of its taxes: one statement for all orders. */
@Resolver('Order')
export class OutsideTaxesResolver {
  private readonly taxes = loader<string, OrderOutsideTaxes | null>(async (_context, orderIds) => {
    const found = new Map((await taxesOfOrders(this.db, orderIds)).map((each) => [each.orderId, each]));
    return orderIds.map((id) => {
      const { settledAt, ...taxes } = found.get(id) ?? { settledAt: null };
      return 'state' in taxes ? { ...taxes, settledAt: settledAt?.toISOString() ?? null } : null;
    });
  });

  constructor(private readonly db: Database) {}

  @ResolveField('outsideTaxes')
  outsideTaxes(@Parent() { id }: { readonly id: string }, @Ctx() context: Context): Promise<OrderOutsideTaxes | null> {
    return this.taxes(context).load(id);
  }
}
