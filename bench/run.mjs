// npm run bench [-- --quick]: measures the product beside the floor on this machine, and writes docs/performance.md.
// --quick measures little, to see where one stands while developing, and writes nothing.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { peerFile, project, requirePeers } from './peers.mjs';
import { report } from './report.mjs';
import { postgres, run, setUp, start, stop } from './shop.mjs';
import { cluster, subjectOf } from './subject.mjs';

requirePeers();

const quick = process.argv.includes('--quick');
/** How often each operation is measured in a round: enough for the clock of CPU time, which ticks every 10 ms. */
const counts = { browse: 300, detail: 800, add: 800, addMany: 80, cart: 1600, coupon: 500, journey: 250 };
const plan = quick
  ? { rounds: 1, share: 0.25, warmup: 60, many: 2000, flatRounds: 1, race: '50x5', changes: 20 }
  : { rounds: 5, share: 1, warmup: 200, many: 20_000, flatRounds: 3, race: '200x20', changes: 200 };

const floorPort = process.env.PEER_FLOOR_PORT ?? '24003';
const floor = { adapter: peerFile('floor/adapter.mjs'), env: { PEER_FLOOR_PORT: floorPort } };
const shop = (subject) => ({ adapter: 'bench/adapter.mjs', env: { BENCH_PRODUCTS: String(subject.products) } });
const floorScript = (name) => run('bash', [peerFile(`floor/${name}.sh`)], { PEER_FLOOR_PORT: floorPort });
const operations = (names) => names.map((name) => `${name}:${Math.ceil(counts[name] * plan.share)}`).join(',');

const scratch = mkdtempSync(join(tmpdir(), 'cartwright-bench-'));
let runs = 0;

/** One run of the driver; fails when an answer was wrong. */
function drive({ adapter, env }, ops, ...more) {
  const out = join(scratch, `${String(runs++)}.json`);
  const pids = `server,worker,pg=${cluster.pidFile}`;
  run(
    process.execPath,
    [
      peerFile('bench.mjs'),
      '--peer',
      adapter,
      '--ops',
      ops,
      '--pids',
      pids,
      '--warmup',
      String(plan.warmup),
      '--out',
      out,
      ...more,
    ],
    env,
  );
  return JSON.parse(readFileSync(out, 'utf8'));
}

function race(target) {
  const out = join(scratch, 'race.json');
  run(process.execPath, [peerFile('extra.mjs'), '--peer', target.adapter, '--race', plan.race, '--out', out], target.env);
  return JSON.parse(readFileSync(out, 'utf8')).race;
}

const say = (text) => console.log(text);
const few = subjectOf();
const many = subjectOf(plan.many);

try {
  say('The floor and the shops are set up …');
  floorScript('setup');
  floorScript('start');
  for (const subject of [few, many]) {
    await stop(subject);
    setUp(subject);
    await start(subject);
  }

  const names = Object.keys(counts);
  const rounds = [];
  for (let round = 1; round <= plan.rounds; round++) {
    say(`Round ${String(round)} of ${String(plan.rounds)}: the floor, then Cartwright …`);
    rounds.push({ floor: drive(floor, operations(names)), product: drive(shop(few), operations(names)) });
  }
  const flat = [];
  for (let round = 1; round <= plan.flatRounds; round++) {
    say(`${String(many.products)} products, round ${String(round)} of ${String(plan.flatRounds)} …`);
    flat.push({ few: drive(shop(few), operations(names)), many: drive(shop(many), operations(names)) });
  }
  say('The race for the last units …');
  const raced = race(shop(few));
  say('Statements are counted …');
  // the worker's own statements belong to no request
  await stop(few, ['worker']);
  const statements = drive(shop(few), [...names, 'cart1', 'cart200', 'add1', 'add200'].join(','), '--sql');
  const floorStatements = drive(floor, names.join(','), '--sql');
  for (const subject of [few, many]) await stop(subject);
  say('Changes are watched through another process …');
  const watched = { DATABASE_URL: few.databaseUrl.replace(/[^/]+$/, 'postgres'), REDIS_URL: '' };
  const seen = ['price-change', 'live'].map((name) =>
    run(process.execPath, [`bench/${name}.mjs`, String(plan.changes)], watched),
  );
  const server = postgres('psql', few.database, '-qAtc', 'show server_version').trim();

  const { text, missed } = report({ plan, names, rounds, flat, raced, statements, floorStatements, seen, server });
  if (quick) say(`\n${text}`);
  else
    writeFileSync(
      join(project, 'docs', 'performance.md'),
      await format(text, { ...(await resolveConfig(join(project, 'docs'))), parser: 'markdown' }),
    );
  if (missed.length > 0) {
    console.error(`Missed: ${missed.join('; ')}.`);
    process.exitCode = 1;
  } else say(quick ? 'Every target is met.' : 'Every target is met; see docs/performance.md.');
} finally {
  for (const subject of [few, many]) await stop(subject);
  floorScript('stop');
}
