import { Injectable } from '@nestjs/common';
import { Database, statement, type Write } from '#platform/db';

/** A secret that access tokens are signed with, and the name that they carry of it. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

const all = statement<SigningKey>('access.signing-keys', 'select id, secret from signing_key order by created_at desc, id desc');
const insert = statement<never>('access.insert-signing-key', 'insert into signing_key (id, secret) values ($1, $2)');
const dropOld = statement<never>(
  'access.drop-signing-keys',
  'delete from signing_key where id not in (select id from signing_key order by created_at desc, id desc limit $1)',
);

/** The table signing_key. */
@Injectable()
export class SigningKeyRepository {
  constructor(private readonly db: Database) {}

  /** Every key, the newest first. */
  async all(): Promise<readonly SigningKey[]> {
    return this.db.read(all);
  }

  /** Records a key as the newest. */
  inserting({ id, secret }: SigningKey): Write {
    return insert.with([id, Buffer.from(secret)], { rows: 1 });
  }

  /** Deletes all but the newest so many. */
  keeping(most: number): Write {
    return dropOld.with([most]);
  }
}
