// Everything that can be said about the code without running it: types, lint, format, and what nobody uses.
// Two at a time, the slowest first; what fails is printed whole, what passes in one line.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where a package's command stands. */
function command(name, program = name) {
  const { bin } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  return join('node_modules', name, typeof bin === 'string' ? bin : bin[program]);
}

const checks = [
  { name: 'lint', run: [command('eslint'), '.', '--max-warnings', '0'] },
  { name: 'types', run: [command('typescript', 'tsc'), '--noEmit', '--incremental', 'false', '-p', '.'] },
  { name: 'unused', run: [command('knip'), '--no-progress'] },
  { name: 'format', run: [command('prettier'), '--check', '--log-level', 'warn', '.'] },
];

const waiting = [...checks];
const failed = [];

async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const from = Date.now();
    const { code, output } = await new Promise((resolve) => {
      const child = spawn(process.execPath, check.run, { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      child.stdout.on('data', (chunk) => (output += chunk));
      child.stderr.on('data', (chunk) => (output += chunk));
      child.on('close', (code) => resolve({ code, output }));
    });
    const took = `${((Date.now() - from) / 1000).toFixed(1)} s`;
    if (code === 0) console.log(`✓ ${check.name} (${took})`);
    else {
      failed.push(check.name);
      console.log(`✗ ${check.name} (${took})\n${output.trimEnd()}`);
    }
  }
}

await Promise.all([work(), work()]);
if (failed.length) {
  console.log(`check: ${failed.join(', ')} failed`);
  process.exitCode = 1;
}
