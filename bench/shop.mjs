// node bench/shop.mjs setup|start|stop [PRODUCTS]: the shop that is measured, as it would run in production.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { peerFile, project, requirePeers } from './peers.mjs';
import { connections, subjectOf } from './subject.mjs';

const patienceMs = 30_000;
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

/** Runs a program to its end. @throws with what it said when it fails */
export function run(program, parameters, env = {}) {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: project,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')} failed:\n${stdout}${stderr}`.trim());
  return stdout;
}

/** The cluster's own script. */
export const postgres = (...parameters) => run('bash', [peerFile('postgres.sh'), ...parameters]);

/** A fresh database with the shop in it. */
export function setUp(subject) {
  postgres('start');
  postgres('recreatedb', subject.database);
  run(process.execPath, ['bench/seed.mjs', String(subject.products)]);
  postgres('psql', subject.database, '-qAtc', 'vacuum analyze');
}

/** Starts the API and the worker, a process each. */
export async function start(subject) {
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: subject.databaseUrl,
    DATABASE_POOL: String(connections),
    REDIS_URL: '',
    HOST: '127.0.0.1',
    PORT: String(subject.port),
  };
  launch(subject, 'server', 'start:api', env);
  launch(subject, 'worker', 'start:worker', { ...env, DATABASE_POOL: '4' });
  for (let waited = 0; ; waited += 100) {
    if (await isReady(subject)) return;
    if (waited > patienceMs || !pidOf(subject.pidFiles.server))
      throw new Error(`the API does not answer: ${said(subject, 'server')}`);
    await pause(100);
  }
}

/** Stops what runs of the shop. */
export async function stop(subject, names = Object.keys(subject.pidFiles)) {
  for (const name of names) {
    const pid = pidOf(subject.pidFiles[name]);
    if (pid) process.kill(pid);
    for (let waited = 0; pid && pidOf(subject.pidFiles[name]); waited += 50) {
      if (waited > patienceMs) process.kill(pid, 'SIGKILL');
      await pause(50);
    }
    rmSync(subject.pidFiles[name], { force: true });
  }
}

/** Starts what the package's script starts, without the npm around it. */
function launch(subject, name, script, env) {
  if (pidOf(subject.pidFiles[name]))
    throw new Error(`the ${name} of ${subject.database} runs already: node bench/shop.mjs stop ${subject.products}`);
  const log = openSync(subject.file(`${name}.log`), 'w');
  const parameters = scripts[script].replace(/^exec node /, '').split(' ');
  const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
  const { pid } = spawn(process.execPath, [...flags, ...parameters], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  writeFileSync(subject.pidFiles[name], String(pid));
}

/** The process of a pid file while it lives, else null. */
function pidOf(file) {
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8'));
  try {
    process.kill(pid, 0);
    // a child that has ended and was not waited for is still listed
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')) ? null : pid;
  } catch {
    return null;
  }
}

async function isReady({ base }) {
  try {
    return (await fetch(`${base}/health/ready`)).ok;
  } catch {
    return false;
  }
}

const said = (subject, name) => readFileSync(subject.file(`${name}.log`), 'utf8').slice(-2000);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  requirePeers();
  const [what, products] = process.argv.slice(2);
  const verbs = { setup: setUp, start, stop };
  if (!verbs[what]) throw new Error('node bench/shop.mjs setup|start|stop [PRODUCTS]');
  await verbs[what](subjectOf(products === undefined ? undefined : Number(products)));
  process.exit(0);
}
