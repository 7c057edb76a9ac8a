import { Injectable } from '@nestjs/common';
import type { PageRequest } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Key } from './key.js';

/** A key as operators see it: without anything of its secret. */
export interface KeyFacts extends Key {
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

const columns = 'id, kind, name, permissions, channel_ids as "channelIds", location_id as "locationId"';
const facts = `${columns}, created_at as "createdAt", revoked_at as "revokedAt"`;

const byHash = statement<Key>('access.key', `select ${columns} from access_key where secret_hash = $1 and revoked_at is null`);
const all = statement<KeyFacts>('access.keys', `select ${facts} from access_key order by created_at, id`);
const one = statement<KeyFacts>('access.key-by-id', `select ${facts} from access_key where id = $1`);
const page = statement<KeyFacts>('access.key-page', `select ${facts} from access_key where id < $1 order by id desc limit $2`);
const insert = statement<never>(
  'access.insert-key',
  `insert into access_key (id, kind, name, secret_hash, permissions, channel_ids, location_id) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const revoke = statement<never>(
  'access.revoke-key',
  'update access_key set revoked_at = now() where id = $1 and revoked_at is null',
);
/** Sorts behind every id of a key. */
const lastId = 'key`';

/** The table access_key. */
@Injectable()
export class KeyRepository {
  constructor(private readonly db: Database) {}

  /** The key of this secret, unless it was revoked. */
  async byHash(secretHash: string): Promise<Key | null> {
    return (await this.db.read(byHash, [secretHash]))[0] ?? null;
  }

  /** Every key, the oldest first. */
  async all(): Promise<KeyFacts[]> {
    return this.db.read(all);
  }

  async one(id: string): Promise<KeyFacts | null> {
    return (await this.db.read(one, [id]))[0] ?? null;
  }

  /** The newest first, up to one more than the page holds. */
  async page({ first, after }: PageRequest): Promise<KeyFacts[]> {
    return this.db.read(page, [after?.[0] ?? lastId, first + 1]);
  }

  inserting({ id, kind, name, permissions, channelIds, locationId }: Key, secretHash: string): Write {
    return insert.with([id, kind, name, secretHash, permissions, channelIds, locationId], { rows: 1 });
  }

  /** Takes the key back, unless somebody has done so before. */
  revoking(id: string): Write {
    return revoke.with([id], { rows: 1 });
  }
}
