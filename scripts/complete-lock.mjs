// Completes package-lock.json: a registry that lacks the newest builds for other platforms leaves their optional
// entries out of the lock file, and `npm ci` then refuses the whole file. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const packages = lock.packages;

/** Words in the names of platform packages, and what npm calls that system. */
const systems = {
  darwin: 'darwin', win32: 'win32', windows: 'win32', android: 'android', freebsd: 'freebsd', netbsd: 'netbsd', openbsd: 'openbsd',
  linux: 'linux', openharmony: 'openharmony', sunos: 'sunos', aix: 'aix', wasm32: 'wasi', wasi: 'wasi',
}; // prettier-ignore
const processors = /arm64|x64|ia32|ppc64|s390x|riscv64|loong64|wasm32|arm/;

/** Whether the package at `path` finds `name` in its own node_modules or in those of the folders above it. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

let added = 0;
for (const [path, entry] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    const words = name.split(/[-/]/);
    const system = Object.keys(systems).find((word) => words.includes(word));
    const processor = processors.exec(name)?.[0];
    packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~>=]+/, ''),
      ...(processor && { cpu: [processor] }),
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(system && { os: [systems[system]] }),
    };
    added++;
  }
}

if (added) {
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} entries added to ${file}`);
