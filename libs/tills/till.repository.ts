import { Injectable } from '@nestjs/common';
import type { CurrencyCode, Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';

/** A till as it is kept. */
export interface KnownTill {
  readonly number: string;
  /** The number of its last sale; 0: it has made none. */
  readonly last: number;
  /** Minor units, in the currency that was asked for; null: no limit was set. */
  readonly floorLimit: string | null;
  readonly now: Date;
}

const find = statement<KnownTill>(
  'tills.till',
  `select t.number::text, coalesce((select max(s.sequence) from till_sale s where s.device_id = t.device_id), 0)::int as last,
     (select f.amount::text from floor_limit f where f.channel_id = $2 and f.currency = $3) as "floorLimit", now() as now
   from till t where t.device_id = $1`,
);
const open = statement<never>(
  'tills.open',
  'insert into till (device_id, location_id) select $1, $2 where not exists (select from till where device_id = $1) on conflict (device_id) do nothing',
);
const limit = statement<never>(
  'tills.set-floor-limit',
  `insert into floor_limit (channel_id, currency, amount) values ($1, $2, $3)
   on conflict (channel_id, currency) do update set amount = excluded.amount`,
);
const unlimit = statement<never>('tills.drop-floor-limit', 'delete from floor_limit where channel_id = $1 and currency = $2');

/** The tables till and floor_limit. */
@Injectable()
export class TillRepository {
  constructor(private readonly database: Database) {}

  /** The till; null: it was never opened. */
  async find(deviceId: string, channelId: string, currency: CurrencyCode): Promise<KnownTill | null> {
    return (await this.database.read(find, [deviceId, channelId, currency]))[0] ?? null;
  }

  /** Gives the till its number, once. */
  opening(deviceId: Id<'accessKey'>, locationId: Id<'location'>): Write {
    return open.with([deviceId, locationId]);
  }

  /** Sets what a card may be charged; null: nothing is looked at. */
  limiting(channelId: Id<'channel'>, currency: CurrencyCode, amount: bigint | null): Write {
    return amount === null
      ? unlimit.with([channelId, currency])
      : limit.with([channelId, currency, amount.toString()], { rows: 1 });
  }
}
