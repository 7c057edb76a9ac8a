import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, type Config } from '#platform/config';
import { whyNotListen } from '#platform/servers';
import { graded, levelOf, ok, wrong, type Finding } from './finding.js';

const megabyte = 1024 ** 2;

/** What the machine gives: Node, the port, room on the disk and in memory. */
export async function examineMachine(config: Config): Promise<Finding[]> {
  return [node(process.versions.node), await port(config), disk(), memory()];
}

/** Whether this Node is one that package.json names. */
export function node(version: string): Finding {
  const { engines } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { engines: { node: string } };
  const least = engines.node.replace('>=', '');
  const [wanted, has] = [least, version].map((text) => text.split('.').map(Number));
  const [major, minor] = [(has?.[0] ?? 0) - (wanted?.[0] ?? 0), (has?.[1] ?? 0) - (wanted?.[1] ?? 0)];
  if (major > 0 || (major === 0 && minor >= 0)) return ok('node', `Node ${version}.`);
  return wrong('bad', 'node', `Node ${version} is older than ${least}.`, `Install Node ${least} or newer.`);
}

async function port({ port, host }: Config): Promise<Finding> {
  const at = `${host}:${port.toString()}`;
  const code = await whyNotListen(port, host);
  if (code === null) return ok('port', `${at} is free: no API runs there.`);
  if (code !== 'EADDRINUSE') return wrong('bad', 'port', `${at} cannot be listened on (${code}).`, 'Correct HOST and PORT.');
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const answer = await fetch(`http://${local}:${port.toString()}/health/ready`, { signal: AbortSignal.timeout(3000) })
    .then((response) => response.json() as Promise<{ status?: string; reason?: string }>)
    .catch(() => null);
  if (answer?.status === 'ready') return ok('port', `Our API answers at ${at} and is ready.`);
  if (answer?.status === 'not ready')
    return wrong(
      'bad',
      'port',
      `Our API answers at ${at} and is not ready (${answer.reason ?? 'no reason given'}).`,
      'See its log.',
    );
  return wrong('bad', 'port', `${at} is taken by another program.`, 'Stop that, or choose another PORT.');
}

function disk(): Finding {
  const data = join(projectFolder, '.data');
  const folder = existsSync(data) ? data : projectFolder;
  const { bavail, bsize, blocks } = statfsSync(folder);
  const free = (bavail * bsize) / megabyte;
  const says = `${Math.round(free).toLocaleString('en')} MB free on the disk of ${folder} (${Math.round((100 * bavail) / Math.max(1, blocks)).toString()} %).`;
  return graded(levelOf(-free, -1024, -200), 'disk', says, 'Make room: a PostgreSQL without any stops writing.');
}

function memory(): Finding {
  const free = process.availableMemory() / megabyte;
  const says = `${Math.round(free).toLocaleString('en')} MB of memory to be had.`;
  return graded(levelOf(-free, -512, -128), 'memory', says, 'A process needs 300 MB: end something, or take a larger machine.');
}
