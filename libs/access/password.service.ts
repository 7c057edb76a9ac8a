import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { canonicalPassword } from './password.js';

/** argon2id, which is the default: 19 MiB, two passes, one lane. */
const terms = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords: hashed to be kept, and compared with what is kept. */
@Injectable()
export class PasswordService {
  private nobodys: Promise<string> | undefined;

  /** What is kept of a checked password. */
  async hash(password: string): Promise<string> {
    return hash(password, terms);
  }

  /** Whether the password is the one of this hash. Without a hash it takes just as long, and is not. */
  async matches(password: string, kept: string | null): Promise<boolean> {
    this.nobodys ??= this.hash(randomBytes(16).toString('hex'));
    const right = await verify(kept ?? (await this.nobodys), canonicalPassword(password));
    return right && kept !== null;
  }
}
