import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, loader } from '#platform/graphql';
import { SaleRepository } from './sale.repository.js';
import { receiptNumber } from './sale.js';

/** The way from an order to the receipt that a till printed: one statement for all orders. */
@Resolver('Order')
export class OrderReceiptResolver {
  private readonly receipts = loader<string, string | null>(async (_context, orderIds) => {
    const found = new Map((await this.sales.receiptsOf(orderIds)).map((row) => [row.orderId, row]));
    return orderIds.map((id) => {
      const row = found.get(id);
      return row ? receiptNumber(row.number, row.sequence) : null;
    });
  });

  constructor(private readonly sales: SaleRepository) {}

  @ResolveField('receiptNumber')
  receiptNumber(
    @Parent() { id, cartId }: { readonly id: string; readonly cartId?: string | null },
    @Ctx() context: Context,
  ): Promise<string | null> | null {
    // what was a cart has no receipt of a till
    return cartId == null ? this.receipts(context).load(id) : null;
  }
}
