import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectFolder } from '#platform/config';
import { StoryBroken } from './somebody.js';

/** Runs a command of the operator's (`npm run cli -- …`) in a process of its own: what it printed. @throws StoryBroken when it fails */
export async function runCommand(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [join(projectFolder, 'dist/apps/cli/main.js'), ...words], {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new StoryBroken(`the command "${words.slice(0, 2).join(' ')}" has failed: ${(complained || said).trim()}`);
  return said.trim();
}
