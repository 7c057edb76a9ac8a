import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '#kernel';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import { accessErrors } from './access.errors.js';
import { AccessRepository, type KeyFacts } from './access.repository.js';
import { isPermission } from './permissions.js';

/** How long a key that was looked up is believed: so long a revoked one may still work. */
const believedMs = 1000;
/** How many keys are remembered: strangers who try keys must not fill the memory. */
const mostRemembered = 1000;

type Staff = Extract<Actor, { kind: 'staff' }>;

/** A new key: the only moment in which its secret is known. */
export interface NewKey {
  readonly id: Id<'accessKey'>;
  readonly secret: string;
}

/** Keys of staff and programs: made, recognized, revoked. Only hashes of secrets are kept. */
@Injectable()
export class AccessService {
  private readonly remembered = new Map<string, { readonly until: number; readonly actor: Promise<Staff | null> }>();

  constructor(
    private readonly db: Database,
    private readonly keys: AccessRepository,
  ) {}

  /**
   * Records a key with the permissions and returns its secret, which cannot be had again. A given secret serves
   * set-ups that must know it beforehand, such as the demo shop. @throws UserError INVALID
   */
  async createKey(
    name: string,
    granted: readonly string[],
    secret = `cwk_${randomBytes(32).toString('base64url')}`,
  ): Promise<NewKey> {
    if (name.trim() === '') throw accessErrors.noName();
    const permissions = granted.map((permission, index) => {
      if (isPermission(permission)) return permission;
      throw accessErrors.unknownPermission(index, permission);
    });
    const id = newId('accessKey');
    await this.db.commit([this.keys.inserting(id, name.trim(), hashOf(secret), permissions)]);
    return { id, secret };
  }

  /** Every key, revoked ones too, the oldest first; nothing of their secrets. */
  async listKeys(): Promise<KeyFacts[]> {
    return this.keys.all();
  }

  /** Takes the key's permissions away for good; every process has noticed within a second. @throws UserError NOT_FOUND */
  async revokeKey(id: string): Promise<void> {
    if (!(await this.keys.revoke(id))) throw accessErrors.noKey(id);
    this.remembered.clear();
  }

  /** Who holds this secret; null: nobody. */
  async authenticate(secret: string): Promise<Staff | null> {
    const hash = hashOf(secret);
    const now = Date.now();
    const known = this.remembered.get(hash);
    if (known && known.until > now) return known.actor;
    this.remembered.delete(hash);
    if (this.remembered.size >= mostRemembered) this.remembered.delete(this.remembered.keys().next().value ?? '');
    const actor = this.lookUp(hash);
    this.remembered.set(hash, { until: now + believedMs, actor });
    // a database that did not answer is asked again by the next request
    actor.catch(() => this.remembered.delete(hash));
    return actor;
  }

  private async lookUp(hash: string): Promise<Staff | null> {
    const key = await this.keys.byHash(hash);
    return key ? { kind: 'staff', id: key.id, permissions: new Set(key.permissions) } : null;
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
