import { Injectable } from '@nestjs/common';
import { currencyOf, formatMoney, money } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { SalesDay } from './sales-day.js';

/** What one event adds to its day. */
export interface Sale {
  readonly at: Date;
  readonly channelId: string;
  readonly currency: string;
  readonly placed: number;
  readonly cancelled: number;
  /** Minor units; below zero for a cancellation. */
  readonly total: bigint;
}

const count = statement<never>(
  'insight.count',
  `insert into sales_day (day, channel_id, currency, placed, cancelled, total)
   values (($1::timestamptz at time zone 'UTC')::date, $2, $3, $4, $5, $6)
   on conflict (day, channel_id, currency) do update set
     placed = sales_day.placed + excluded.placed,
     cancelled = sales_day.cancelled + excluded.cancelled,
     total = sales_day.total + excluded.total`,
);

const days = statement<{ day: string; channel_id: string; currency: string; placed: number; cancelled: number; total: string }>(
  'insight.days',
  `select to_char(day, 'YYYY-MM-DD') as day, channel_id, currency, placed, cancelled, total::text
   from sales_day where day between $1::date and $2::date order by sales_day.day, channel_id, currency`,
);

/** Adds what an event says to its day. */
export function counting(sale: Sale): Write {
  return count.with([sale.at.toISOString(), sale.channelId, sale.currency, sale.placed, sale.cancelled, sale.total], { rows: 1 });
}

/** The sales that were counted. */
@Injectable()
export class InsightRepository {
  constructor(private readonly database: Database) {}

  /** Days from and to (both included), by day, channel and currency. */
  async salesByDay(from: string, to: string): Promise<SalesDay[]> {
    return (await this.database.read(days, [from, to])).map((row) => {
      const currency = currencyOf(row.currency);
      return {
        day: row.day,
        channelId: row.channel_id,
        placed: row.placed,
        cancelled: row.cancelled,
        total: { amount: formatMoney(money(BigInt(row.total), currency)), currency },
      };
    });
  }
}
