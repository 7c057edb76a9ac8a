import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { StartupError } from '#platform/config';
import { postgresFolder } from './binaries.js';
import { give, homeIn, workplace, type Home } from './home.js';
import { readNotes, writeNotes, type Notes } from './notes.js';
import { freePort } from './ports.js';
import type { PrivateServer } from './private-server.js';
import { commandOf, isAlive, until } from './processes.js';

/** How long a server may take to answer: after a crash it first repeats what its log says. */
const patience = 60_000;
/** The lock that the process holds to which the server belongs. */
const ownerLock = 20_261_121;

/**
 * The embedded PostgreSQL of this clone: the one that an earlier start left running, else started now.
 * Its database is called cartwright. With `share` it may belong to another process of this clone, which then also stops it.
 */
export async function privatePostgres(folder: string, share: boolean): Promise<PrivateServer> {
  const home = homeIn(folder, postgresFolder());
  const file = join(folder, 'postgres.json');
  const kept = readNotes(file);
  const running = await runningServer(home, kept);
  const notes = running ?? { ...kept, port: await freePort(kept.port) };
  writeNotes(file, notes);
  if (!running && !existsSync(home.data)) makeCluster(home, notes);
  const log = join(folder, 'postgres.log');
  const hopeless = running ? () => false : await start(home, notes, log);
  const keeper = await connected(home, notes, file, hopeless);
  if (!keeper) throw new StartupError(`The embedded PostgreSQL did not start: ${lastWords(log)}`);
  const owned = await own(keeper, folder, share);
  await makeDatabase(keeper);
  return {
    url: urlOf(notes, 'cartwright'),
    description: `embedded PostgreSQL, data in ${home.data}, port ${String(notes.port)}`,
    async stop() {
      await keeper.end();
      if (owned) await stop(home);
    },
  };
}

function urlOf(notes: Notes, database: string): string {
  return `postgresql://postgres:${notes.password}@127.0.0.1:${String(notes.port)}/${database}`;
}

/** Where the server of an earlier start answers; null when none runs, and then nothing is left that hinders a new one. */
async function runningServer(home: Home, notes: Notes): Promise<Notes | null> {
  const pidFile = join(home.data, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const pid = pidOf(home);
  if (pid && isAlive(pid)) {
    if (commandOf(pid).includes(home.data)) {
      const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3]);
      return { ...notes, port: port || (notes.port ?? 0) };
    }
    // the system has given the number of the dead server to another program
    rmSync(pidFile);
  }
  return null;
}

function pidOf(home: Home): number | null {
  try {
    return Number.parseInt(readFileSync(join(home.data, 'postmaster.pid'), 'utf8'), 10) || null;
  } catch {
    return null;
  }
}

function makeCluster(home: Home, notes: Notes): void {
  const made = `${home.data}.new`;
  const secret = `${home.data}.secret`;
  rmSync(made, { recursive: true, force: true });
  give(made, home.account);
  writeFileSync(secret, `${notes.password}\n`, { mode: 0o600 });
  if (home.account.uid !== undefined && home.account.gid !== undefined) chownSync(secret, home.account.uid, home.account.gid);
  const run = spawnSync(
    join(home.native, 'bin/initdb'),
    [
      ...['--pgdata', made, '--username', 'postgres', '--pwfile', secret, '--auth', 'scram-sha-256', '--encoding', 'UTF8'],
      ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--no-sync', '--no-instructions'],
    ],
    { ...home.account, cwd: workplace(home), env: environment(), encoding: 'utf8' },
  );
  rmSync(secret);
  if (run.status !== 0) {
    const reason = run.error?.message ?? run.stderr.trim().split('\n').at(-1) ?? '';
    throw new StartupError(`The embedded PostgreSQL could not make its files in ${home.data}: ${reason}`);
  }
  // only a whole cluster gets the name
  renameSync(made, home.data);
}

/** Starts the server, and tells how to learn that it has given up. */
async function start(home: Home, notes: Notes, log: string): Promise<() => boolean> {
  const settings = {
    port: notes.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '256MB',
    jit: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  const output = openSync(log, 'w');
  // in a group of its own: Ctrl-C is for us, who stop it when our work with it is done
  const child = spawn(
    join(home.native, 'bin/postgres'),
    ['-D', home.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`])],
    { ...home.account, cwd: workplace(home), env: environment(), detached: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new StartupError(`The embedded PostgreSQL could not be started: ${error.message}`));
    });
  });
  return () => child.exitCode !== null || child.signalCode !== null;
}

/** What the programs of PostgreSQL may know of ours: nothing that changes their language or where they work. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, SYSTEMROOT: process.env.SYSTEMROOT, TMPDIR: process.env.TMPDIR, LC_ALL: 'C', TZ: 'UTC' };
}

/** A connection to the server, proved to be ours by its password and by the folder it works in; null when none comes up. */
async function connected(home: Home, notes: Notes, file: string, hopeless: () => boolean): Promise<Client | null> {
  return until(
    async () => {
      const client = new Client({
        connectionString: urlOf(notes, 'postgres'),
        application_name: 'cartwright keeper',
        keepAlive: true,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        const { rows } = await client.query<{ data_directory: string }>('show data_directory');
        if (rows[0]?.data_directory === home.data) return client;
      } catch (error) {
        if ((error as { code?: unknown }).code === '28P01')
          throw new StartupError(
            `The password in ${file} does not open ${home.data}: restore that file, or remove both to begin anew.`,
          );
      }
      await client.end().catch(() => undefined);
      return null;
    },
    patience,
    hopeless,
  );
}

/** Makes the server ours, as long as this connection lives. A dead process's connection may take a moment to go. */
async function own(keeper: Client, folder: string, share: boolean): Promise<boolean> {
  const mine = await until(
    async () => {
      const { rows } = await keeper.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [ownerLock]);
      return rows[0]?.mine ? true : null;
    },
    share ? 0 : 3_000,
  );
  if (mine) return true;
  if (share) return false;
  await keeper.end();
  throw new StartupError(
    `Cartwright already runs from this folder (its database in ${folder} is in use): stop it first, or set DATABASE_URL to another database.`,
  );
}

async function makeDatabase(keeper: Client): Promise<void> {
  const { rowCount } = await keeper.query("select from pg_database where datname = 'cartwright'");
  if (!rowCount) await keeper.query('create database cartwright');
}

async function stop(home: Home): Promise<void> {
  const pid = pidOf(home);
  if (!pid || !commandOf(pid).includes(home.data)) return;
  process.kill(pid, 'SIGINT');
  await until(() => (isAlive(pid) ? null : true), 10_000);
}

function lastWords(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return lines.filter((line) => /FATAL|PANIC|error|could not/i.test(line)).at(-1) ?? lines.at(-1) ?? `see ${log}`;
}
