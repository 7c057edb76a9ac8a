// Makes a bare clone ready: checks Node and installs what package-lock.json says, once per lock file.
// It runs before anything is installed, so it imports nothing but Node, and keeps to syntax that old Nodes can read.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Cartwright needs Node 20.19 or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

const stamp = 'node_modules/.bootstrap';
const wanted = createHash('sha256')
  .update(readFileSync('package-lock.json'))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

/** Runs npm as if typed in a shell: the npm that runs this script has exported its own settings, which a child would obey. */
function npm(parameters, isLast) {
  const inherited = /^npm_(config_(?!registry$|cache$|userconfig$)|lifecycle|package|command|execpath)/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
  const all = [...parameters, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // what the last way has to say is wanted whole; of the others the first lines tell why the next is tried
  const options = { stdio: ['inherit', 'inherit', isLast ? 'inherit' : 'pipe'], env, encoding: 'utf8' };
  const script = process.env.npm_execpath;
  const run =
    script && /npm-cli\.[cm]?js$/.test(script)
      ? spawnSync(process.execPath, [script, ...all], options)
      : spawnSync('npm', all, { ...options, shell: process.platform === 'win32' });
  if (run.status !== 0 && run.stderr) console.error(run.stderr.split('\n').slice(0, 5).join('\n'));
  return run.status === 0;
}

/** From exact to forgiving: a registry may lack a platform's package, or a version, that the lock file names. */
const ways = [['ci'], ['install', '--no-save'], ['install', '--no-save', '--no-package-lock']];

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing packages (once for each package-lock.json) …');
  const done = ways.some((way, index) => {
    if (index) console.log(`That did not work; trying npm ${way.join(' ')} …`);
    return npm(way, index === ways.length - 1);
  });
  if (!done) {
    console.error('The packages could not be installed: check that the npm registry can be reached (npm ping) and try again.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
