// npm run build:engine [-- FOLDER [--code]]: the engine as one ESM file for tills and browsers, dist/engine unless another folder is
// named: minified, with its types (--code leaves them out). Says how large it is.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { filesUnder } from './files.mjs';

const folder = process.argv.slice(2).find((each) => !each.startsWith('--')) ?? 'dist/engine';
const typed = !process.argv.includes('--code');
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const entry = 'libs/engine/index.ts';
/** The door that the engine goes through; what else it might import has no place in a till. */
const doors = { '#kernel': 'libs/kernel/index.ts' };

/** The engine in one minified ES module, and the names that it exports. */
async function bundled() {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    // neither Node's modules nor a browser's globals
    platform: 'neutral',
    conditions: ['source'],
    target: 'es2022',
    minify: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const strange = Object.keys(metafile.inputs).find((path) => !/^libs\/(engine|kernel)\//.test(path));
  if (strange) throw new Error(`it reaches ${strange}, which a till does not have`);
  const [output] = Object.values(metafile.outputs);
  return { code: outputFiles[0].text, names: output.exports };
}

/** Writes what the engine's sources declare, and one file that leads into it. */
function writeTypes() {
  const types = join(folder, 'types');
  const compilerOptions = {
    incremental: false,
    declaration: true,
    emitDeclarationOnly: true,
    sourceMap: false,
    types: [],
    customConditions: ['source'],
  };
  const config = join(folder, 'tsconfig.json');
  const paths = { rootDir: resolve('.'), outDir: resolve(types), tsBuildInfoFile: null };
  const files = [resolve(entry)];
  writeFileSync(
    config,
    JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions: { ...compilerOptions, ...paths }, files, include: [] }),
  );
  const run = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config], { encoding: 'utf8' });
  rmSync(config);
  if (run.status !== 0) throw new Error((run.stdout || run.stderr).slice(0, 2000));
  for (const file of filesUnder(types, '.d.ts')) {
    const text = readFileSync(file, 'utf8').replace(/(['"])(#\w+)\1/g, (whole, _quote, name) => {
      const target = doors[name] && relative(dirname(file), join(types, doors[name])).replaceAll('\\', '/');
      return target ? `'${target.replace(/\.ts$/, '.js')}'` : whole;
    });
    writeFileSync(file, text);
  }
  const door = `./types/${entry.replace(/\.ts$/, '.js')}`;
  writeFileSync(join(folder, 'cartwright-engine.d.ts'), `export * from '${door}';\n`);
}

try {
  const { code, names } = await bundled();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cartwright-engine.js'), code);
  if (typed) writeTypes();
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  const size = Buffer.byteLength(code);
  console.log(
    `${folder}/cartwright-engine.js: ${kib(size)}, ${kib(gzipSync(code, { level: 9 }).length)} gzipped, ${String(names.length)} names`,
  );
} catch (error) {
  console.error(`The engine could not be built: ${error.message}`);
  process.exit(1);
}
