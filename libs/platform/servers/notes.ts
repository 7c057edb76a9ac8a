import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What is kept of a private server between starts. The password proves that what answers at the port is ours. */
export interface Notes {
  readonly port?: number;
  readonly password: string;
}

/** Reads the notes of a server, or begins them. */
export function readNotes(file: string): Notes {
  if (existsSync(file)) {
    try {
      const { port, password } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Notes>;
      if (password) return { password, ...(port ? { port } : {}) };
    } catch {
      // half written when the power went: begun anew, as the file said nothing
    }
  }
  return { password: randomBytes(18).toString('base64url') };
}

/** Keeps the notes, for their owner only. */
export function writeNotes(file: string, notes: Notes): void {
  writeFileSync(file, `${JSON.stringify(notes)}\n`, { mode: 0o600 });
}
