import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Permission } from './permissions.js';

/** A key and what it grants. */
export interface KeyRow {
  readonly id: Id<'accessKey'>;
  readonly permissions: readonly string[];
}

/** A key as operators see it: without anything of its secret. */
export interface KeyFacts extends KeyRow {
  readonly name: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

const byHash = statement<KeyRow>(
  'access.by-hash',
  'select id, permissions from access_key where secret_hash = $1 and revoked_at is null',
);
const all = statement<{
  id: Id<'accessKey'>;
  name: string;
  permissions: string[];
  created_at: Date;
  revoked_at: Date | null;
}>('access.all', 'select id, name, permissions, created_at, revoked_at from access_key order by created_at, id');
const insert = statement(
  'access.insert',
  'insert into access_key (id, kind, name, secret_hash, permissions) values ($1, $2, $3, $4, $5)',
);
// a key is revoked once: who says it again changes nothing
const revoke = statement<{ id: string }>(
  'access.revoke',
  'update access_key set revoked_at = coalesce(revoked_at, now()) where id = $1 returning id',
);

/** The table access_key. */
@Injectable()
export class AccessRepository {
  constructor(private readonly db: Database) {}

  async byHash(secretHash: string): Promise<KeyRow | undefined> {
    const [key] = await this.db.read(byHash, [secretHash]);
    return key;
  }

  /** Every key, the oldest first. */
  async all(): Promise<KeyFacts[]> {
    return (await this.db.read(all)).map(({ created_at: createdAt, revoked_at: revokedAt, ...key }) => ({
      ...key,
      createdAt,
      revokedAt,
    }));
  }

  inserting(id: Id<'accessKey'>, name: string, secretHash: string, permissions: readonly Permission[]): Write {
    return insert.with([id, 'STAFF', name, secretHash, permissions], { rows: 1 });
  }

  /** Returns whether there is such a key. */
  async revoke(id: string): Promise<boolean> {
    return (await this.db.read(revoke, [id])).length > 0;
  }
}
