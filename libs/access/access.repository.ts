import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Permission } from './permissions.js';

/** A key that has not been revoked. */
export interface KeyRow {
  readonly id: Id<'accessKey'>;
  readonly permissions: readonly string[];
}

const byHash = statement<KeyRow>(
  'access.by-hash',
  'select id, permissions from access_key where secret_hash = $1 and revoked_at is null',
);
const insert = statement(
  'access.insert',
  'insert into access_key (id, kind, name, secret_hash, permissions) values ($1, $2, $3, $4, $5)',
);
const revoke = statement('access.revoke', 'update access_key set revoked_at = now() where id = $1 and revoked_at is null');

/** The table access_key. */
@Injectable()
export class AccessRepository {
  constructor(private readonly db: Database) {}

  async byHash(secretHash: string): Promise<KeyRow | undefined> {
    const [key] = await this.db.read(byHash, [secretHash]);
    return key;
  }

  inserting(id: Id<'accessKey'>, name: string, secretHash: string, permissions: readonly Permission[]): Write {
    return insert.with([id, 'STAFF', name, secretHash, permissions], { rows: 1 });
  }

  revoking(id: Id<'accessKey'>): Write {
    return revoke.with([id]);
  }
}
