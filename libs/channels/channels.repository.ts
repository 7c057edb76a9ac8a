import { Injectable } from '@nestjs/common';
import { defaultConventions, type Conventions } from '#engine';
import type { Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Channel, LegalEntity } from './channel.js';

interface ConventionsRow {
  readonly id: Id<'channel'>;
  /** What is missing is as by default. */
  readonly conventions: Partial<Conventions>;
}

type ChannelRow = Omit<Channel, 'safetyStock' | 'version' | 'conventions'> &
  ConventionsRow & { readonly safetyStock: string; readonly version: string };

const columns = `id, code, name, kind, legal_entity_id as "legalEntityId", currencies, locales, country, location_ids as "locationIds",
  payment_providers as "paymentProviders", conventions, safety_stock as "safetyStock", tax_entry as "taxEntry", time_zone as "timeZone", active, version, tax_provider as "taxProvider",
  tax_failure as "taxFailure"`;

const all = statement<ChannelRow>('channels.all', `select ${columns} from channel order by id`);
const one = statement<ChannelRow>('channels.one', `select ${columns} from channel where id = $1`);
const conventions = statement<ConventionsRow>('channels.conventions', 'select id, conventions from channel');
const entities = statement<LegalEntity>(
  'channels.legal-entities',
  'select id, code, name, country from legal_entity order by id',
);
const insert = statement(
  'channels.insert',
  `insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country, location_ids, payment_providers, conventions,
     safety_stock, tax_entry, time_zone, active, version, tax_provider, tax_failure)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
);
const update = statement(
  'channels.update',
  `update channel set name = $2, currencies = $3, locales = $4, country = $5, location_ids = $6, payment_providers = $7, conventions = $8,
     safety_stock = $9, tax_entry = $10, time_zone = $11, active = $12, version = $13, tax_provider = $14, tax_failure = $15
   where id = $1 and version = $13::bigint - 1`,
);
const insertEntity = statement(
  'channels.insert-legal-entity',
  'insert into legal_entity (id, code, name, country) values ($1, $2, $3, $4)',
);

/** How the engine rounds and taxes what each channel sells. */
export async function readConventions(db: Database): Promise<ReadonlyMap<Id<'channel'>, Conventions>> {
  return new Map((await db.read(conventions)).map((row) => [row.id, conventionsOf(row)]));
}

/** The tables channel and legal_entity. */
@Injectable()
export class ChannelsRepository {
  constructor(private readonly db: Database) {}

  async all(): Promise<Channel[]> {
    return (await this.db.read(all)).map(channelOf);
  }

  async one(id: string): Promise<Channel | undefined> {
    const [row] = await this.db.read(one, [id]);
    return row && channelOf(row);
  }

  async legalEntities(): Promise<LegalEntity[]> {
    return this.db.read(entities);
  }

  inserting(channel: Channel): Write {
    const { id, code, name, kind, legalEntityId, currencies, locales, country, locationIds, paymentProviders } = channel;
    const { conventions, safetyStock, taxEntry, timeZone, active, version, taxProvider, taxFailure } = channel;
    const values = [id, code, name, kind, legalEntityId, currencies, locales, country, locationIds, paymentProviders];
    return insert.with([...values, conventions, safetyStock, taxEntry, timeZone, active, version, taxProvider, taxFailure], {
      rows: 1,
    });
  }

  /** Writes a channel over the version before it. */
  updating(channel: Channel): Write {
    const { id, name, currencies, locales, country, locationIds, paymentProviders } = channel;
    const { conventions, safetyStock, taxEntry, timeZone, active, version, taxProvider, taxFailure } = channel;
    const values = [id, name, currencies, locales, country, locationIds, paymentProviders];
    return update.with([...values, conventions, safetyStock, taxEntry, timeZone, active, version, taxProvider, taxFailure], {
      rows: 1,
    });
  }

  insertingLegalEntity({ id, code, name, country }: LegalEntity): Write {
    return insertEntity.with([id, code, name, country], { rows: 1 });
  }
}

function channelOf(row: ChannelRow): Channel {
  return { ...row, safetyStock: BigInt(row.safetyStock), conventions: conventionsOf(row), version: BigInt(row.version) };
}

function conventionsOf(row: ConventionsRow): Conventions {
  return { ...defaultConventions, ...row.conventions };
}
