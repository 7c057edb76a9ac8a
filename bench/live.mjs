// How long after a change every device has heard of it: `npm run build && node bench/live.mjs [changes] [subscribers]`.
// Two API processes and a worker; changes go to one API, half of the subscribers listen at the other.
// DATABASE_URL names a PostgreSQL where a database may be created and dropped; REDIS_URL is optional.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';

const changes = Number(process.argv[2] ?? 200);
const subscribers = Number(process.argv[3] ?? 20);
const firstPort = Number(process.env.BENCH_PORT ?? 24040);
const ports = [firstPort, firstPort + 1];
const root = new URL('../', import.meta.url);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const name = `cartwright_live_${process.pid}`;
if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set');
const url = new URL(process.env.DATABASE_URL);
const server = new pg.Client({ connectionString: url.href });
await server.connect();
await server.query(`create database ${name}`);
url.pathname = `/${name}`;

/** A process of the build, on the new database. */
function start(main, port = 0) {
  const env = { ...process.env, DATABASE_URL: url.href, PORT: String(port), LOG_LEVEL: 'error', LIVE_CONNECTIONS: '1000' };
  return spawn(process.execPath, [`dist/apps/${main}/main.js`], { cwd: root, env, stdio: 'inherit' });
}

async function ready(port) {
  while (!(await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null))?.ok) await pause(50);
}

async function ask(query, variables) {
  const response = await fetch(`http://127.0.0.1:${ports[0]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0];
}

/** The seconds of CPU that a process has used; only Linux says. */
function cpuOf(pid) {
  if (process.platform !== 'linux') return NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const cartChanged =
  'subscription ($cartId: ID!) { cartChanged(cartId: $cartId) { cursor cart { version lines { quantity } totals { total { amount } } } } }';
const add = 'mutation ($input: AddCartLinesInput!) { addCartLines(input: $input) { cart { version } userErrors { message } } }';
const processes = [];

try {
  const seeding = spawn(process.execPath, ['dist/apps/cli/main.js', 'seed', 'demo'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url.href },
    stdio: 'ignore',
  });
  await once(seeding, 'exit');
  for (const port of ports) processes.push(start('api', port));
  processes.push(start('worker'));
  await Promise.all(ports.map(ready));
  const { nodes } = await ask('{ products(first: 1) { nodes { variants { id } } } }');
  const variantId = nodes[0].variants[0].id;
  const line = { variantId, quantity: '1' };
  const { cart } = await ask('mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { id } } }', {
    input: { lines: [line] },
  });

  // the instant at which each subscriber knew of each version, or of a later one
  const known = Array.from({ length: subscribers }, () => []);
  const clients = known.map((versions, index) => {
    const client = createClient({ url: `ws://127.0.0.1:${ports[index % ports.length]}/graphql`, webSocketImpl: WebSocket });
    client.subscribe(
      { query: cartChanged, variables: { cartId: cart.id } },
      {
        next: ({ data }) => {
          const now = performance.now();
          for (let version = data.cartChanged.cart.version; version > 0 && !versions[version]; version--) versions[version] = now;
        },
        error: (error) => console.error(error),
        complete: () => undefined,
      },
    );
    return client;
  });
  while (!known.every((versions) => versions[1])) await pause(20);
  await pause(1500);

  const cpu = processes.map(({ pid }) => cpuOf(pid));
  const began = performance.now();
  const committed = [];
  for (let done = 0; done < changes; done++) {
    const { cart: changed, userErrors } = await ask(add, { input: { cartId: cart.id, lines: [line] } });
    if (!changed) throw new Error(JSON.stringify(userErrors));
    committed[changed.version] = performance.now();
    await pause(50 + Math.random() * 100);
  }
  await pause(1500);
  const seconds = (performance.now() - began) / 1000;
  const used = processes.map(({ pid }, index) => cpuOf(pid) - cpu[index]);
  const waits = known.flatMap((versions) =>
    committed.map((at, version) => versions[version] - at).filter((ms) => !Number.isNaN(ms)),
  );
  waits.sort((one, other) => one - other);
  const at = (share) => Math.round(waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]);
  const missed = changes * subscribers - waits.length;
  console.log(`${changes} changes, ${subscribers} subscribers on two APIs, ${process.env.REDIS_URL ? 'Redis' : 'NOTIFY'}:`);
  console.log(
    `  from the answer to the change until it is heard: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; missed ${missed}`,
  );
  const names = ['API that is written to', 'other API', 'worker'];
  console.log(`  CPU: ${names.map((each, index) => `${each} ${Math.round((used[index] / seconds) * 100)} %`).join(', ')}`);
  await Promise.all(clients.map((client) => client.dispose()));
} finally {
  await Promise.all(
    processes.map(async (child) => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }),
  );
  await server.query(`drop database if exists ${name} with (force)`);
  await server.end();
}
