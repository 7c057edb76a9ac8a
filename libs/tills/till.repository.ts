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

/** A till whose key is to be another. */
export interface KeyedTill {
  readonly number: string;
  readonly last: number;
  readonly deviceId: Id<'accessKey'>;
  readonly keyId: Id<'accessKey'>;
  readonly locationId: string;
  readonly version: string;
  /** The store of the other key; null: it is no device key, or revoked. */
  readonly otherStore: string | null;
  /** Whether the other key is, or was, a till of its own. */
  readonly otherSells: boolean;
}

const last = 'coalesce((select max(s.sequence) from till_sale s where s.device_id = t.device_id), 0)::int as last';
const find = statement<KnownTill>(
  'tills.till',
  `select t.number::text, ${last},
     (select f.amount::text from floor_limit f where f.channel_id = $2 and f.currency = $3) as "floorLimit", now() as now
   from till t where t.key_id = $1`,
);
// a number is taken for a new till alone, so that asking again wastes none
const open = statement<never>(
  'tills.open',
  `insert into till (device_id, key_id, location_id) select $1, $1, $2
   where not exists (select from till where key_id = $1 or device_id = $1) on conflict do nothing`,
);
const findKeyed = statement<KeyedTill>(
  'tills.till-and-other-key',
  `select t.number::text, ${last}, t.device_id as "deviceId", t.key_id as "keyId", t.location_id as "locationId", t.version::text,
     (select k.location_id from access_key k where k.id = $2 and k.kind = 'DEVICE' and k.revoked_at is null) as "otherStore",
     exists (select from till o where o.key_id = $2 or o.device_id = $2) as "otherSells"
   from till t where t.number = $1`,
);
const replaceKey = statement<never>(
  'tills.replace-key',
  'update till set key_id = $2, version = $3 where device_id = $1 and version = $3::bigint - 1',
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

  /** The till that the key speaks for; null: it was never opened, or another key speaks for it by now. */
  async find(deviceId: string, channelId: string, currency: CurrencyCode): Promise<KnownTill | null> {
    return (await this.database.read(find, [deviceId, channelId, currency]))[0] ?? null;
  }

  /** Gives the till its number, once. */
  opening(deviceId: Id<'accessKey'>, locationId: Id<'location'>): Write {
    return open.with([deviceId, locationId]);
  }

  /** The till of that number, and what is known of the other key; null: there is no such till. */
  async findKeyed(number: string, otherKeyId: string): Promise<KeyedTill | null> {
    return (await this.database.read(findKeyed, [number, otherKeyId]))[0] ?? null;
  }

  /** Lets another key speak for the till, in its next version, if nobody has changed it since. */
  replacingKey(deviceId: string, keyId: string, version: bigint): Write {
    return replaceKey.with([deviceId, keyId, version], { rows: 1 });
  }

  /** Sets what a card may be charged; null: nothing is looked at. */
  limiting(channelId: Id<'channel'>, currency: CurrencyCode, amount: bigint | null): Write {
    return amount === null
      ? unlimit.with([channelId, currency])
      : limit.with([channelId, currency, amount.toString()], { rows: 1 });
  }
}
