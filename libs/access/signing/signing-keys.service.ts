import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Believed } from '#platform/believed';
import { Database } from '#platform/db';
import { SigningKeyRepository, type SigningKey } from './signing-key.repository.js';

/** How long a process works with the keys that it has read. */
const keysMs = 60_000;
/** How long a key's name that nobody knows is taken for unknown: tokens with made-up names cost a statement a second. */
const unknownMs = 1000;
/** How many keys there are at a time: the one that signs, and the one before it, whose signatures are still about. */
const keysKept = 2;

/** The keys that all processes sign with: read from the database, made there when first needed. */
@Injectable()
export class SigningKeys {
  private readonly keys = new Believed(() => this.readOrMake(), keysMs);
  private readonly freshKeys = new Believed(() => this.repository.all(), unknownMs);

  constructor(
    private readonly db: Database,
    private readonly repository: SigningKeyRepository,
  ) {}

  /** Those that are believed, the one that signs first. */
  all(): Promise<readonly SigningKey[]> {
    return this.keys.get('');
  }

  /** The one that signs. */
  async newest(): Promise<SigningKey> {
    const [newest] = await this.all();
    if (!newest) throw new Error('there is no key to sign with');
    return newest;
  }

  /** The key of a name; undefined: it is none of ours, or no longer. */
  async of(id: string): Promise<SigningKey | undefined> {
    const known = (await this.all()).find((key) => key.id === id);
    if (known) return known;
    // another process may have rotated them
    const found = (await this.freshKeys.get('')).find((key) => key.id === id);
    if (found) this.keys.forget();
    return found;
  }

  /** Has a new key sign; the one before it is still believed. */
  async rotate(): Promise<string> {
    const key = newKey();
    await this.db.inTurn('signing keys', () =>
      this.db.commit([this.repository.inserting(key), this.repository.keeping(keysKept)]),
    );
    this.keys.forget();
    return key.id;
  }

  private async readOrMake(): Promise<readonly SigningKey[]> {
    const keys = await this.repository.all();
    if (keys.length > 0) return keys;
    return this.db.inTurn('signing keys', async () => {
      const made = await this.repository.all();
      if (made.length > 0) return made;
      const key = newKey();
      await this.db.commit([this.repository.inserting(key)]);
      return [key];
    });
  }
}

function newKey(): SigningKey {
  return { id: randomBytes(9).toString('base64url'), secret: randomBytes(32) };
}
