// How soon a price that staff change through one API process is seen through another: `npm run build && node bench/price-change.mjs`.
// Two API processes and a worker on one database. DATABASE_URL names a PostgreSQL where a database may be created and dropped;
// REDIS_URL is optional.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { project } from './peers.mjs';

const repetitions = Number(process.argv[2] ?? 200);
const firstPort = Number(process.env.BENCH_PORT ?? 24030);
const ports = { a: firstPort, b: firstPort + 1 };
const patienceMs = 30_000;
const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl = '' } = process.env;
if (!databaseUrl) throw new Error('DATABASE_URL is not set');

const name = `cartwright_bench_${process.pid}`;
const url = new URL(databaseUrl);
const server = new pg.Client({ connectionString: url.href });
await server.connect();
await server.query(`create database ${name}`);
url.pathname = `/${name}`;

const env = {
  ...process.env,
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  HOST: '127.0.0.1',
  REDIS_URL: redisUrl,
  DATABASE_URL: url.href,
};
const children = [];

/** Starts one of the product's processes. */
function launch(program, more = {}) {
  const child = spawn(process.execPath, [`dist/apps/${program}/main.js`], {
    cwd: project,
    env: { ...env, ...more },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
}

/** The data of one root field, asked of one of the two. */
async function ask(port, query, variables = {}, headers = {}) {
  const response = await fetch(`http://127.0.0.1:${String(port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const [answer] = Object.values(data ?? {});
  if (errors || answer?.userErrors?.length > 0) throw new Error(JSON.stringify(errors ?? answer.userErrors));
  return answer;
}

async function ready(port) {
  for (let waited = 0; waited < patienceMs; waited += 100) {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('an API does not answer');
}

const detail = '{ product(slug: "enamel-mug") { variants { id price { amount } } } }';
const shown = async () => (await ask(ports.b, detail)).variants[0].price.amount;
const mutation = (field) =>
  `mutation ($input: ${field[0].toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { userErrors { code path message } } }`;

/** Milliseconds from sending the change to A, and from A's answer, until B shows it. */
async function seen(change, amount) {
  const sent = performance.now();
  await change();
  const answered = performance.now();
  while ((await shown()) !== amount) {
    if (performance.now() - answered > patienceMs) throw new Error('the other process never shows it');
  }
  const now = performance.now();
  return { sinceSent: now - sent, sinceAnswered: now - answered };
}

function line(what, waits) {
  const at = (share, read) => {
    const sorted = [...waits].map(read).sort((one, other) => one - other);
    return sorted[Math.ceil(share * sorted.length) - 1].toFixed(1);
  };
  const cells = ['sinceSent', 'sinceAnswered'].flatMap((each) => [0.5, 0.99, 1].map((share) => at(share, (wait) => wait[each])));
  console.log(`| ${[what, ...cells].join(' | ')} |`);
}

try {
  const seeding = spawnSync(process.execPath, ['dist/apps/cli/main.js', 'seed', 'demo'], { cwd: project, env, encoding: 'utf8' });
  const key = /staff key\s+(\S+)/i.exec(seeding.stdout)?.[1];
  if (!key) throw new Error(`the shop does not open:\n${seeding.stdout}${seeding.stderr}`);
  for (const port of Object.values(ports)) launch('api', { PORT: String(port) });
  launch('worker');
  await Promise.all(Object.values(ports).map(ready));

  const staff = { authorization: `Bearer ${key}` };
  const change = (field, input) => ask(ports.a, mutation(field), { input }, staff);
  const page = await ask(ports.a, detail);
  const variantId = page.variants[0].id;
  const setPrice = (list, amount) => change('setPrices', { prices: [{ list, variantId, tiers: [{ amount }] }] });
  const made =
    'mutation ($input: CreatePriceListInput!) { createPriceList(input: $input) { priceList { id } userErrors { code message } } }';
  const offer = { code: 'offer', currency: 'EUR', priority: 9 };
  const { priceList } = await ask(ports.a, made, { input: { ...offer, audience: { countries: ['ZZ'] } } }, staff);
  await setPrice('offer', '5');
  const list = (input) => change('updatePriceList', { id: priceList.id, ...input });
  const euros = (n) => `${String(20 + (n % 50))}.00`;

  const waits = { price: [], audience: [], validity: [] };
  let base = page.variants[0].price.amount;
  for (let n = 0; n < repetitions; n++) {
    base = euros(n);
    waits.price.push(await seen(() => setPrice('eur', base), base));
  }
  for (let n = 0; n < repetitions; n++) {
    const open = n % 2 === 0;
    waits.audience.push(await seen(() => list({ audience: open ? {} : { countries: ['ZZ'] } }), open ? '5.00' : base));
    // not in step with the look that every process takes once a second
    await pause(Math.random() * 50);
  }
  await list({ audience: {}, validTo: new Date(0) });
  await seen(() => Promise.resolve(), base);
  for (let n = 0; n < repetitions; n++) {
    const open = n % 2 === 0;
    waits.validity.push(await seen(() => list({ validTo: open ? null : new Date(0) }), open ? '5.00' : base));
    await pause(Math.random() * 50);
  }
  console.log(
    `${redisUrl ? 'With' : 'Without'} Redis, ${String(repetitions)} changes of each kind; milliseconds until the other process shows it.\n`,
  );
  console.log('| change | since it was sent: p50 | p99 | longest | since it was answered: p50 | p99 | longest |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  line('a price', waits.price);
  line('whom a list is for', waits.audience);
  line('when a list holds', waits.validity);
} finally {
  for (const child of children) {
    if (child.exitCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await server.query(`drop database if exists ${name} with (force)`);
  await server.end();
}
