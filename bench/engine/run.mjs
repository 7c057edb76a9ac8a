// npm run bench:engine [-- --quick]: what the engine alone costs, written to docs/engine-performance.md; --quick writes nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { peerFile, project } from '../peers.mjs';
import { cluster } from '../subject.mjs';
import { measureEngine, measureMemory } from './measure.mjs';
import { measureProcess } from './process.mjs';
import { report } from './report.mjs';

const quick = process.argv.includes('--quick');
const plan = quick
  ? { rounds: 3, share: 0.2, lists: [1000], repetitions: 100, carts: 500, changes: 50 }
  : { rounds: 15, share: 0.5, lists: [1, 1000, 10_000], repetitions: 500, carts: 5000, changes: 250 };
const database = 'cartwright_prices';
const postgres = (...parameters) => spawnSync('bash', [peerFile('postgres.sh'), ...parameters], { encoding: 'utf8' });

/** The size of the built engine, as the build tells it. */
function sizeOfBuild() {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-engine-'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build-engine.mjs', folder, '--code'], {
    cwd: project,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  return `The engine for tills and browsers, \`npm run build:engine\`: ${stdout.trim().replace(/^.*cartwright-engine\.js: /, '')}.`;
}

async function pricesInDatabase() {
  if (!existsSync(peerFile('postgres.sh')) || postgres('start').status !== 0) return null;
  if (postgres('recreatedb', database).status !== 0) return null;
  try {
    const { measurePrices } = await import('./prices.mjs');
    return await measurePrices(`postgresql://postgres@127.0.0.1:${cluster.port}/${database}`, plan.lists, plan.repetitions);
  } finally {
    postgres('dropdb', database);
  }
}

console.log('Terms and baskets are priced …');
const engine = measureEngine(plan);
const memory = measureMemory(10_000);
console.log('Prices are looked for among a million …');
const prices = await pricesInDatabase();
console.log('An API process gets to know them …');
const taken = existsSync(peerFile('postgres.sh')) ? await measureProcess(plan.carts, plan.changes) : null;
const [{ model }] = cpus();
const machine = `${cpus().length} cores (${model}), ${(totalmem() / 2 ** 30).toFixed(1)} GiB, Node ${process.version}`;
const date = new Date().toISOString().slice(0, 10);
const { text, missed } = report({
  engine,
  prices,
  memory,
  process: taken,
  size: sizeOfBuild(),
  machine,
  rounds: plan.rounds,
  date,
});
if (quick) console.log(`\n${text}`);
else {
  const style = { ...(await resolveConfig(join(project, 'docs'))), parser: 'markdown' };
  writeFileSync(join(project, 'docs', 'engine-performance.md'), await format(text, style));
}
if (missed.length > 0) {
  console.error(`Missed: ${missed.join('; ')}.`);
  process.exitCode = 1;
} else console.log(quick ? 'Every target is met.' : 'Every target is met; see docs/engine-performance.md.');
