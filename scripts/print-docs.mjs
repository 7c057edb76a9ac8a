// Prints docs/generated from the sources: the same code that the suite holds the printed pages to, told to write them.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const run = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', 'test/docs'], {
  stdio: 'inherit',
  env: { ...process.env, PRINT_DOCS: '1' },
});
process.exitCode = run.status ?? 1;
