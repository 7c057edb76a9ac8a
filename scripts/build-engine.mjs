// npm run build:engine [-- FOLDER [--code]]: the engine as one ESM file for tills and browsers, dist/engine unless another folder is
// named: minified, with its types (--code leaves them out). Says how large it is.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { minify, transformFile } from '@swc/core';
import { filesUnder } from './files.mjs';

const folder = process.argv.slice(2).find((each) => !each.startsWith('--')) ?? 'dist/engine';
const typed = !process.argv.includes('--code');
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const entry = 'libs/engine/index.ts';
/** The doors that the engine may go through. */
const doors = { '#kernel': 'libs/kernel/index.ts' };
const importOf = /\brequire\("([^"]+)"\)/g;

/** The source that an import means. What is not the engine's or the kernel's has no place in a till. */
function resolved(from, name) {
  const path = doors[name] ?? (name.startsWith('.') ? posix.join(posix.dirname(from), name.replace(/\.js$/, '.ts')) : null);
  if (path === null || !existsSync(path)) throw new Error(`${from} imports ${name}, which a till does not have`);
  return path;
}

/** Each source that the entry reaches, as the body of a function of `exports` and of what it imports by number. */
async function modulesFrom(first) {
  const numbers = new Map([[first, 0]]);
  const bodies = [];
  for (const path of numbers.keys()) {
    const { code } = await transformFile(path, {
      swcrc: false,
      module: { type: 'commonjs', strict: true, noInterop: true, ignoreDynamic: true },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
    });
    bodies.push(
      code.replace(importOf, (_, name) => {
        const target = resolved(path, name);
        if (!numbers.has(target)) numbers.set(target, numbers.size);
        return `load(${String(numbers.get(target))})`;
      }),
    );
  }
  return bodies;
}

/** One ES module of them all: each runs once, when it is first asked for, so that it sees what Node would let it see. */
function joined(bodies, names) {
  const functions = bodies.map((body) => `(exports, load) => {${body}\n}`);
  const exported = names.map((name, index) => `e${String(index)} as ${name}`);
  return `const bodies = [${functions.join(',\n')}];
const made = [];
const load = (number) => {
  if (made[number]) return made[number];
  const exports = (made[number] = {});
  bodies[number](exports, load);
  return exports;
};
const engine = load(0);
const ${names.map((name, index) => `e${String(index)} = engine.${name}`).join(', ')};
export { ${exported.join(', ')} };
`;
}

/** The names that the entry exports. */
function namesOf(body) {
  const listed = /_export\(exports, \{([\s\S]*?)\n\}\);/.exec(body)?.[1] ?? '';
  return [...listed.matchAll(/^ {4}get (\w+)\s*\(/gm)].map(([, name]) => name);
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
  const bodies = await modulesFrom(entry);
  const names = namesOf(bodies[0]);
  if (names.length === 0) throw new Error(`${entry} exports nothing`);
  const { code } = await minify(joined(bodies, names), { module: true, compress: true, mangle: true, ecma: 2022 });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cartwright-engine.js'), `${code}\n`);
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
