import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StartupError } from '#platform/config';

/** Whom PostgreSQL runs as: itself when that is not root, which it refuses to be. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Where the private PostgreSQL lives. */
export interface Home {
  /** The cluster's own folder. */
  readonly data: string;
  /** The folder of its programs. */
  readonly native: string;
  readonly account: Account;
}

/**
 * Finds a home for PostgreSQL: `.data/postgres` of the clone and the programs in node_modules, unless root has
 * started us in a folder that no other account may enter; then both live in a folder of the system.
 */
export function homeIn(folder: string, native: string): Home {
  const data = join(folder, 'postgres');
  if (process.getuid?.() !== 0) {
    if (existsSync(data) && statSync(data).uid !== process.getuid?.())
      throw new StartupError(
        `${data} belongs to another account: start as that account (root, if it was root), or move the folder away.`,
      );
    return { data, native, account: {} };
  }
  const account = accountFor(data);
  if (reaches(account, folder) && reaches(account, join(native, 'bin'))) return { data, native, account };
  return elsewhere(folder, native, account);
}

/** The owner of the data there is, else the account that systems have for PostgreSQL, else the one that owns nothing. */
function accountFor(data: string): Required<Account> {
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((what) =>
      Number.parseInt(spawnSync('id', [what, name], { encoding: 'utf8' }).stdout, 10),
    );
    if (uid && gid) return { uid, gid };
  }
  throw new StartupError(
    'PostgreSQL does not run as root, and there is no account "postgres": start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether the account may enter the folder, whatever stands above it. */
function reaches(account: Account, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A folder of the system that is this clone's alone: named in `.data`, so that it is forgotten together with it. */
function elsewhere(folder: string, native: string, account: Required<Account>): Home {
  const note = join(folder, 'postgres-elsewhere');
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  const home = noted && ownerOf(noted) === folder ? noted : begin(folder, note);
  const copied = join(home, 'native');
  if (!existsSync(copied)) {
    rmSync(`${copied}.new`, { recursive: true, force: true });
    cpSync(native, `${copied}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copied}.new`, copied);
  }
  if (!reaches(account, copied))
    throw new StartupError(`PostgreSQL cannot work in ${folder} nor in ${home}: start as an ordinary user, or set DATABASE_URL.`);
  return { data: join(home, 'postgres'), native: copied, account };
}

function begin(folder: string, note: string): string {
  const parent = parentOfHomes();
  forgetAbandoned(parent, folder);
  const home = join(parent, randomBytes(6).toString('hex'));
  mkdirSync(home);
  chmodSync(home, 0o755);
  writeFileSync(join(home, 'clone'), folder);
  writeFileSync(note, home);
  return home;
}

function parentOfHomes(): string {
  for (const folder of ['/var/lib', tmpdir()]) {
    try {
      accessSync(folder, constants.W_OK);
      mkdirSync(join(folder, 'cartwright'), { recursive: true, mode: 0o755 });
      return join(folder, 'cartwright');
    } catch {
      // a system that is read-only there: the next
    }
  }
  throw new StartupError(`There is no folder to keep PostgreSQL's data in: make ${tmpdir()} writable, or set DATABASE_URL.`);
}

/** Removes the homes of clones that are gone or have begun anew, unless a server still runs in them. */
function forgetAbandoned(parent: string, folder: string): void {
  for (const name of readdirSync(parent)) {
    const home = join(parent, name);
    const owner = ownerOf(home);
    const abandoned = owner !== null && (owner === folder || !existsSync(owner));
    if (abandoned && !existsSync(join(home, 'postgres/postmaster.pid'))) rmSync(home, { recursive: true, force: true });
  }
}

function ownerOf(home: string): string | null {
  const file = join(home, 'clone');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Makes the folder, and gives it to the account that will work there. */
export function give(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
}

/** The folder above a home's data, where its account may start programs. */
export function workplace(home: Home): string {
  return dirname(home.data);
}
