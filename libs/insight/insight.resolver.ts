import { Args, Query, Resolver } from '@nestjs/graphql';
import { InsightRepository } from './insight.repository.js';
import { span, type SalesDay } from './sales-day.js';

/** What insight has counted, in GraphQL. */
@Resolver()
export class InsightResolver {
  constructor(private readonly repository: InsightRepository) {}

  @Query('salesByDay')
  async salesByDay(@Args('from') from: string, @Args('to') to: string): Promise<SalesDay[]> {
    const days = span(from, to);
    return this.repository.salesByDay(days.from, days.to);
  }
}
