import { Injectable } from '@nestjs/common';
import { entitledTo, itemsColumns } from '#cart';
import type { ItemsJson } from '#cart/rules';
import type { Json } from '#engine';
import { raisingOf } from '#exceptions';
import { takenRows } from '#holds';
import type { Context, Id, LocalizedText } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import { listsChangedSince } from '#pricing';
import { firstChangeSince, rulesChangedSince, usesCounter } from '#promotions';
import { certificatesColumn, type CertificatesJson } from '#tax';
import type { FormerPriceTuple } from './former.js';
import { formerPricesColumn } from './former-prices.repository.js';
import type { KnownSale } from './sort-out.js';

/** What a push is sorted out by. */
export interface PushRow {
  readonly now: Date;
  /** The key that the till was opened with: what its sales are recorded under. Null: it was never opened. */
  readonly deviceId: Id<'accessKey'> | null;
  /** Whether the key was a till, and another goes on as it. */
  readonly replaced: boolean;
  /** Null: the till was never opened. */
  readonly number: string | null;
  readonly last: number;
  readonly known: readonly KnownSale[] | null;
}

/** What the fresh sales of a push are recorded with. */
export interface GroundRow extends ItemsJson {
  readonly named: readonly { readonly id: string; readonly sku: string | null; readonly gtin: string | null }[] | null;
  readonly promotions: readonly PromotionJson[] | null;
  readonly limits: Readonly<Record<string, string>> | null;
  readonly certificates: CertificatesJson;
  /** What prices were from the first of the sales on; null: what they are. */
  readonly formerPrices: readonly FormerPriceTuple[] | null;
  /** Whether other rules have been changed since the first of the sales. */
  readonly rulesChanged: boolean;
  /** Since when it is known what the rules were; null: for ever. */
  readonly opened: Date | null;
  /** Order numbers, one a sale. */
  readonly numbers: readonly string[] | null;
}

interface PromotionJson {
  readonly id: Id<'promotion'>;
  readonly codes: readonly string[];
  readonly once: readonly string[];
  readonly name: LocalizedText;
  readonly status: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly limited: boolean;
}

/** A sale on its way into the table. */
export interface NewSale {
  readonly id: Id<'sale'>;
  readonly clientId: string;
  readonly sequence: number;
  readonly hash: string;
  readonly orderId: Id<'order'> | null;
  readonly deviceTime: Date;
  readonly clockOffsetSeconds: number | null;
  readonly soldAt: Date;
  readonly snapshotId: string | null;
  readonly termsVersion: string | null;
  readonly receipt: Json<object>;
  readonly expected: Json<object> | null;
}

/** A sale as it is recorded. */
export interface SaleRow {
  readonly id: string;
  readonly clientId: string;
  readonly sequence: number;
  readonly number: string;
  readonly deviceId: string;
  readonly locationId: string;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly soldAt: Date;
  readonly deviceTime: Date;
  readonly recordedAt: Date;
  readonly snapshotId: string | null;
  readonly termsVersion: string | null;
  readonly unreadable: string | null;
}

const push = statement<PushRow>(
  'tills.push',
  `select now() as now, t.device_id as "deviceId", t.number::text,
     exists (select from till o where o.device_id = $1 and o.key_id <> $1) as replaced,
     coalesce((select max(s.sequence) from till_sale s where s.device_id = t.device_id), 0)::int as last,
     (select json_agg(json_build_object('id', s.id, 'clientId', s.client_id, 'sequence', s.sequence, 'hash', s.hash)) from till_sale s
      where s.device_id = t.device_id and (s.client_id = any($2::text[]) or s.sequence = any($3::bigint[]))) as known
   from (select) asking left join till t on t.key_id = $1`,
);

const ground = statement<GroundRow>(
  'tills.ground',
  `select named.list as named,
     (select json_agg(json_build_object('id', p.id, 'codes', entered.codes, 'once', entered.once, 'name', p.name, 'status', p.status, 'validFrom', p.valid_from,
        'validTo', p.valid_to, 'limited', p.usage_limit is not null))
      from promotion p, lateral (select coalesce(array_agg(entered_code), '{}') codes,
          coalesce(array_agg(entered_code) filter (where c.code is null), '{}') once from unnest($6::text[]) entered_code
          join promotion_code c on c.hash = sha256(convert_to(entered_code, 'UTF8')) and c.promotion_id = p.id) entered
      where p.id = any($7::text[] || array(select c.promotion_id from unnest($6::text[]) entered_code join promotion_code c
          on c.hash = sha256(convert_to(entered_code, 'UTF8'))))) as promotions,
     (select json_object_agg(f.currency, f.amount::text) from floor_limit f where f.channel_id = $8) as limits,
     ${certificatesColumn('$10::text[]')} as certificates,
     ${formerPricesColumn('($1::text[] || named.ids)', '$2::text[]', '$11::timestamptz')} as "formerPrices",
     ${rulesChangedSince('$12', '$11::timestamptz')} or exists (${listsChangedSince('$11::timestamptz')}) as "rulesChanged",
     (select min(recorded_from) from price_list_version) as opened,
     (select json_agg(nextval('orders_number_seq')::text) from generate_series(1, $9::int)) as numbers,
     ${itemsColumns('($1::text[] || named.ids)', '$2::text[]', '$3::text[]')}
   from (select coalesce(array_agg(v.id), '{}') as ids, json_agg(json_build_object('id', v.id, 'sku', v.sku, 'gtin', v.gtin)) as list
     from variant v where v.sku = any($4::text[]) or v.gtin = any($5::text[])) named`,
);

// refused as a conflict when another push of the till was faster: its numbers are no longer what was decided on
const insert = statement<never>(
  'tills.insert-sales',
  `insert into till_sale (id, device_id, client_id, sequence, hash, location_id, channel_id, order_id, device_time, clock_offset_seconds,
     sold_at, recorded_at, snapshot_id, terms_version, receipt, expected)
   select s.id, $1, s.client_id, s.sequence, s.hash, $2, $3, s.order_id, s.device_time, s.clock_offset_seconds, s.sold_at, $4,
     s.snapshot_id, s.terms_version, s.receipt, s.expected
   from jsonb_to_recordset($5::jsonb) s (id text, client_id text, sequence bigint, hash text, order_id text, device_time timestamptz,
     clock_offset_seconds bigint, sold_at timestamptz, snapshot_id text, terms_version text, receipt jsonb, expected jsonb)
   where (select coalesce(max(sequence), 0) from till_sale where device_id = $1) = $6::bigint
   order by s.sequence
   on conflict do nothing`,
);

const take = statement<never>(
  'tills.take-uses',
  `with taken as materialized (select * from ${takenRows('$1::text[]', '$2::text[]', '$3::bigint[]')}),
   raised as (${raisingOf(`select 'exc_' || new_ulid(), 'LIMIT_EXCEEDED', s.location_id, s.id,
       jsonb_build_object('promotions', string_agg(split_part(taken.counter_id, ':', 2), ' ' order by taken.counter_id))
     from taken join till_sale s on s.order_id = taken.owner where taken.beyond > 0 group by s.id, s.location_id`)})
   select owner from taken`,
);

const columns = `s.id, s.client_id as "clientId", s.sequence::int, t.number::text, s.device_id as "deviceId", s.location_id as "locationId",
    s.order_id as "orderId", (select o.number::text from orders o where o.id = s.order_id) as "orderNumber", s.sold_at as "soldAt",
    s.device_time as "deviceTime", s.recorded_at as "recordedAt", s.snapshot_id as "snapshotId", s.terms_version as "termsVersion",
    s.receipt->>'unreadable' as unreadable
  from till_sale s join till t on t.device_id = s.device_id`;

const ofDevice = statement<SaleRow>(
  'tills.sales-of-device',
  `select ${columns} where s.device_id = $1 and s.client_id = any($2::text[])`,
);
const byReceipt = statement<SaleRow>('tills.sale-by-receipt', `select ${columns} where t.number = $1 and s.sequence = $2`);
const receipts = statement<{ orderId: string; number: string; sequence: string }>(
  'tills.receipts-of-orders',
  `select s.order_id as "orderId", t.number::text, s.sequence::text from till_sale s join till t on t.device_id = s.device_id
   where s.order_id = any($1::text[])`,
);

/** What a read of the ground looks up: variants by what names them, promotions by code and id, certificates. */
export interface Wanted {
  readonly variantIds: readonly string[];
  readonly skus: readonly string[];
  /** In every spelling. */
  readonly gtins: readonly string[];
  readonly codes: readonly string[];
  readonly promotionIds: readonly string[];
  /** Numbers of exemption certificates. */
  readonly certificates: readonly string[];
  readonly sales: number;
}

/** The table till_sale, and what sales of tills are held against. */
@Injectable()
export class SaleRepository {
  constructor(private readonly database: Database) {}

  /** What the till that the key speaks for has recorded, of these ids and numbers. */
  async push(keyId: string, clientIds: readonly string[], sequences: readonly number[]): Promise<PushRow> {
    return this.one(await this.database.read(push, [keyId, clientIds, sequences]));
  }

  /** Variants with their prices, also those since an instant, promotions, limits, and order numbers for so many sales: one statement for any number of lines. */
  async ground(wanted: Wanted, lists: readonly string[], locationId: string, since: Date, context: Context): Promise<GroundRow> {
    const { variantIds, skus, gtins, codes, promotionIds, certificates, sales } = wanted;
    const values = [
      variantIds,
      entitledTo(lists, context),
      [locationId],
      skus,
      gtins,
      codes,
      promotionIds,
      context.channel.id,
      sales,
      certificates,
      since,
      firstChangeSince(since),
    ];
    return this.one(await this.database.read(ground, values));
  }

  /** Writes sales that follow on the number `last`; a conflict when another push was faster. */
  inserting(
    sales: readonly NewSale[],
    of: {
      readonly deviceId: string;
      readonly locationId: string;
      readonly channelId: string;
      readonly now: Date;
      readonly last: number;
    },
  ): Write {
    const rows = sales.map((sale) => ({
      id: sale.id,
      client_id: sale.clientId,
      sequence: sale.sequence,
      hash: sale.hash,
      order_id: sale.orderId,
      device_time: sale.deviceTime,
      clock_offset_seconds: sale.clockOffsetSeconds,
      sold_at: sale.soldAt,
      snapshot_id: sale.snapshotId,
      terms_version: sale.termsVersion,
      receipt: JSON.parse(sale.receipt) as unknown,
      expected: sale.expected === null ? null : (JSON.parse(sale.expected) as unknown),
    }));
    return insert.with([of.deviceId, of.locationId, of.channelId, of.now, JSON.stringify(rows), of.last], { rows: sales.length });
  }

  /** Counts uses of limited promotions as facts, whatever is left of them; who had no room raises an exception in the same statement. */
  takingUses(
    uses: readonly { readonly orderId: string; readonly promotionId: Id<'promotion'>; readonly quantity: bigint }[],
  ): Write {
    return take.with([
      uses.map(({ orderId }) => orderId),
      uses.map(({ promotionId }) => usesCounter(promotionId)),
      uses.map(({ quantity }) => quantity.toString()),
    ]);
  }

  /** The till's sales of these ids. */
  ofDevice(deviceId: string, clientIds: readonly string[]): Promise<SaleRow[]> {
    return this.database.read(ofDevice, [deviceId, clientIds]);
  }

  /** The sale of the receipt; null: none was recorded. */
  async byReceipt(number: string, sequence: string): Promise<SaleRow | null> {
    return (await this.database.read(byReceipt, [number, sequence]))[0] ?? null;
  }

  /** What stands on the receipts of orders, by order. */
  receiptsOf(orderIds: readonly string[]): Promise<{ orderId: string; number: string; sequence: string }[]> {
    return this.database.read(receipts, [orderIds]);
  }

  private one<Row>([row]: readonly Row[]): Row {
    if (!row) throw new Error('a statement without a table returns a row');
    return row;
  }
}
