import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ExceptionsService } from '#exceptions';
import { UserError, type Context } from '#kernel';
import { Ctx, loader, type RecordSalesInput, type TillSale, type TillSaleInput } from '#platform/graphql';
import { inputHash } from '#platform/idempotency';
import { RecordSalesService } from './record-sales.service.js';
import { reportedSale } from './sale.input.js';
import { oddities, pushView, saleView, type PushView, type SaleResultView } from './sale.view.js';
import type { Given } from './sort-out.js';
import { TillService } from './till.service.js';
import { badCount, mostSales } from './tills.errors.js';

/** Sales of tills in GraphQL. */
@Resolver('TillSale')
export class SaleResolver {
  private readonly exceptionsOf = loader<string, TillSale['exceptions']>(async (_context, saleIds) => {
    const found = await this.exceptions.ofSales(saleIds);
    return saleIds.map((saleId) => oddities(found, saleId));
  });

  constructor(
    private readonly recording: RecordSalesService,
    private readonly tills: TillService,
    private readonly exceptions: ExceptionsService,
  ) {}

  @Query('tillSale')
  async sale(@Args('receiptNumber') receipt: string, @Ctx() context: Context): Promise<SaleResultView | null> {
    const found = await this.tills.saleOf(context, receipt);
    return found && saleView(found);
  }

  @Mutation('recordSales')
  async record(@Args('input') { deviceTime, sales }: RecordSalesInput, @Ctx() context: Context): Promise<PushView> {
    if (sales.length < 1 || sales.length > mostSales) throw badCount(['sales'], 1, mostSales);
    const given = sales.map((sale, index) => givenIn(sale, index, context));
    return pushView(await this.recording.record(context, given, new Date(deviceTime)), given);
  }

  @ResolveField('exceptions')
  odd(@Parent() { id }: SaleResultView, @Ctx() context: Context): Promise<TillSale['exceptions']> {
    return this.exceptionsOf(context).load(id);
  }
}

/** A sale of the push, read or with the reason why it cannot be. */
function givenIn(input: TillSaleInput, index: number, { channel }: Context): Given {
  const { saleId, sequence } = input;
  const [currency] = channel.currencies;
  if (!currency) throw new Error(`the channel ${channel.code} has no currency`);
  try {
    const sale = reportedSale(input, ['sales', index], { currency, entry: channel.taxEntry });
    // what the till knows of our time may be another when it sends again: the sale is the same
    return { index, saleId, sequence, read: { sale, hash: inputHash({ ...sale, clockOffsetSeconds: null }) } };
  } catch (error) {
    if (error instanceof UserError) return { index, saleId, sequence, read: error };
    throw error;
  }
}
