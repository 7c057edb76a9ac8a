import { Injectable } from '@nestjs/common';
import { Database, statement, type Write } from '#platform/db';
import type { Channel, LegalEntity } from './channel.js';

type ChannelRow = Omit<Channel, 'safetyStock'> & { readonly safetyStock: string };

const columns = `id, code, name, kind, legal_entity_id as "legalEntityId", currencies, locales, country, location_ids as "locationIds",
  payment_providers as "paymentProviders", conventions, safety_stock as "safetyStock", active`;

const all = statement<ChannelRow>('channels.all', `select ${columns} from channel order by id`);
const one = statement<ChannelRow>('channels.one', `select ${columns} from channel where id = $1`);
const entities = statement<LegalEntity>(
  'channels.legal-entities',
  'select id, code, name, country from legal_entity order by id',
);
const insert = statement(
  'channels.insert',
  `insert into channel (id, code, name, kind, legal_entity_id, currencies, locales, country, location_ids, payment_providers, conventions,
     safety_stock, active)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);
const update = statement(
  'channels.update',
  `update channel set name = $2, currencies = $3, locales = $4, country = $5, location_ids = $6, payment_providers = $7, safety_stock = $8,
     active = $9
   where id = $1`,
);
const insertEntity = statement(
  'channels.insert-legal-entity',
  'insert into legal_entity (id, code, name, country) values ($1, $2, $3, $4)',
);

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
    const { conventions, safetyStock, active } = channel;
    const values = [id, code, name, kind, legalEntityId, currencies, locales, country, locationIds, paymentProviders];
    return insert.with([...values, conventions, safetyStock, active], { rows: 1 });
  }

  updating(channel: Channel): Write {
    const { id, name, currencies, locales, country, locationIds, paymentProviders, safetyStock, active } = channel;
    const values = [id, name, currencies, locales, country, locationIds, paymentProviders, safetyStock, active];
    return update.with(values, { rows: 1 });
  }

  insertingLegalEntity({ id, code, name, country }: LegalEntity): Write {
    return insertEntity.with([id, code, name, country], { rows: 1 });
  }
}

function channelOf(row: ChannelRow): Channel {
  return { ...row, safetyStock: BigInt(row.safetyStock) };
}
