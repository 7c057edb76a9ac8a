// Builds dist/ from the sources, skipping each step whose inputs have not changed since it last succeeded.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder } from './files.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const stamps = 'dist/.build.json';
const known = existsSync(stamps) ? JSON.parse(readFileSync(stamps, 'utf8')) : {};

/** Runs the work unless `output` is there and was made from the same inputs. */
async function step(name, inputs, output, work) {
  const hash = createHash('sha256').update(process.version);
  for (const file of ['package-lock.json', ...inputs]) hash.update(`\0${file}\0`).update(readFileSync(file));
  const state = hash.digest('hex');
  if (known[name] === state && existsSync(output)) return;
  const started = Date.now();
  await work();
  known[name] = state;
  mkdirSync('dist', { recursive: true });
  writeFileSync(stamps, JSON.stringify(known));
  console.log(`${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** Runs a script of Node to its end; what it printed is shown only when it fails. */
async function node(parameters, env = {}) {
  const child = spawn(process.execPath, parameters, { env: { ...process.env, ...env } });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(Buffer.concat(said).toString().trim());
}

async function compile(sources, contracts) {
  const { transformFile } = await import('@swc/core');
  for (const folder of ['dist/apps', 'dist/libs']) rmSync(folder, { recursive: true, force: true });
  await Promise.all(
    sources.map(async (file) => {
      const made = await transformFile(file, { swcrc: true });
      const target = join('dist', file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, `${made.code}\n//# sourceMappingURL=${target.split(/[\\/]/).at(-1)}.map\n`);
      writeFileSync(`${target}.map`, made.map);
    }),
  );
  for (const file of contracts) cpSync(file, join('dist', file));
}

try {
  const contracts = filesUnder('libs', '.graphql');
  await Promise.all([
    step('GraphQL types', [...contracts, 'scripts/codegen.mjs'], 'libs/platform/graphql/generated/types.ts', () =>
      node(['scripts/codegen.mjs']),
    ),
    step('Prisma client', filesUnder('prisma', '.prisma'), 'libs/platform/db/generated/client.ts', () =>
      // generating needs no schema engine, yet Prisma would download one: it is content with any program that exists
      node(['node_modules/prisma/build/index.js', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
    ),
  ]);
  const sources = [...filesUnder('apps', '.ts'), ...filesUnder('libs', '.ts')].filter(
    (file) => !/\.(spec|arbitrary|d)\.ts$/.test(file),
  );
  await step('JavaScript', [...sources, ...contracts, '.swcrc', 'scripts/build.mjs'], 'dist/libs', () =>
    compile(sources, contracts),
  );
} catch (error) {
  console.error(`The build failed: ${error.message}`);
  process.exit(1);
}
