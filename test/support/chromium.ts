import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The browser on the PATH; null: there is none, which only a machine that is not CI may do without. */
export function chromiumPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined && process.env['CI'])
    throw new Error('CI runs with Chromium, and there is none on the PATH: apt-get install -y chromium');
  if (found === undefined)
    process.stderr.write('\n!! No chromium on the PATH (apt-get install -y chromium): the engine is compared in Node alone.\n');
  return found ?? null;
}

/** Opens a page in a headless browser, with these modules beside it, and waits for what its script sends to `/result`. */
export async function resultInChromium(program: string, script: string, modules: ReadonlyMap<string, string>): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'cartwright-chromium-'));
  let tell: (said: string) => void = () => undefined;
  const said = new Promise<string>((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.end();
        tell(Buffer.concat(parts).toString());
      });
      return;
    }
    const code = modules.get(request.url ?? '');
    const page = `<!doctype html><meta charset="utf-8"><script type="module">${script}</script>`;
    response.setHeader('content-type', code === undefined ? 'text/html' : 'text/javascript; charset=utf-8');
    response.end(code ?? page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
  ];
  const options = [...flags, `--user-data-dir=${profile}`, '--remote-debugging-port=0', url];
  // a group of its own, so that its helpers end with it
  const browser = spawn(program, options, { stdio: 'ignore', detached: true });
  const ended = once(browser, 'exit');
  try {
    return await Promise.race([said, ended.then(() => Promise.reject(new Error(`${program} ended without a result`)))]);
  } finally {
    if (browser.exitCode === null && browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    await remove(profile);
  }
}

/** Removes a folder that processes which are ending may still write to. */
async function remove(folder: string, tries = 50): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    if (tries === 0) throw error;
    await pause(100);
    await remove(folder, tries - 1);
  }
}
