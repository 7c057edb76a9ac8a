import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { event, keyCreated, keyRevoked, recording } from '#events';
import { connection, pageRequest, type Connection, type Context, type Id } from '#kernel';
import { Believed } from '#platform/believed';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import { accessErrors } from '../access.errors.js';
import { keyTerms, secretPrefixes, type Key, type NewKeyFields } from './key.js';
import { KeyRepository, type KeyFacts } from './key.repository.js';
import { hashOf } from '../secret.js';

/** A new key: the only moment in which its secret is known. */
export interface NewKey {
  readonly id: Id<'accessKey'>;
  readonly secret: string;
}

/** Keys of storefronts, programs and tills: made, recognized, revoked. Only hashes of secrets are kept. */
@Injectable()
export class AccessService {
  private readonly known = new Believed((hash) => this.repository.byHash(hash));

  constructor(
    private readonly db: Database,
    private readonly repository: KeyRepository,
  ) {}

  /**
   * Records a key with `key.created` and returns its secret, which cannot be had again. A given secret serves set-ups that must know it
   * beforehand, such as the demo shop. @throws UserError INVALID naming the field
   */
  async create(context: Context, fields: NewKeyFields, secret = newSecret(fields.kind)): Promise<NewKey> {
    const key: Key = { id: newId('accessKey'), ...keyTerms(fields) };
    const { id, kind, permissions, channelIds, locationId } = key;
    const payload = { keyId: id, kind, permissions: [...permissions], channelIds: [...channelIds], locationId };
    await this.db.commit([
      this.repository.inserting(key, hashOf(secret)),
      recording([event(keyCreated, newId('event'), id, 1n, payload)], context),
    ]);
    return { id, secret };
  }

  /** Records a secret key with the permissions. @throws UserError INVALID naming the field */
  async createKey(context: Context, name: string, permissions: readonly string[], secret?: string): Promise<NewKey> {
    return this.create(context, { kind: 'SECRET', name, permissions }, secret);
  }

  /** Every key, revoked ones too, the oldest first; nothing of their secrets. */
  async listKeys(): Promise<KeyFacts[]> {
    return this.repository.all();
  }

  /** A page of keys, revoked ones too, the newest first. */
  async keys(args: { first?: number | null; after?: string | null }): Promise<Connection<KeyFacts>> {
    const request = pageRequest(args);
    return connection(await this.repository.page(request), request, ({ id }) => [id]);
  }

  /** One key, revoked or not. @throws UserError NOT_FOUND */
  async require(id: string): Promise<KeyFacts> {
    const key = await this.repository.one(id);
    if (!key) throw accessErrors.noKey(id);
    return key;
  }

  /**
   * Takes away for good what the key opens, with `key.revoked`; every process has noticed within a second. Said again it changes
   * nothing. @throws UserError NOT_FOUND
   */
  async revokeKey(context: Context, id: string): Promise<void> {
    await this.db.deciding(`key ${id}`, async () => {
      const key = await this.require(id);
      if (key.revokedAt) return;
      const news = event(keyRevoked, newId('event'), key.id, 2n, { keyId: key.id });
      await this.db.commit([this.repository.revoking(key.id), recording([news], context)]);
    });
    this.known.forget();
  }

  /** The key of this secret; null: there is none, or it was revoked. Costs a statement a second. */
  async keyOf(secret: string): Promise<Key | null> {
    return this.known.get(hashOf(secret));
  }
}

function newSecret(kind: Key['kind']): string {
  return `${secretPrefixes[kind]}${randomBytes(32).toString('base64url')}`;
}
