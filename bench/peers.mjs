// Where the driver and the floor live that every system is measured with: beside the repository, not in it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository. */
export const project = dirname(dirname(fileURLToPath(import.meta.url)));

const folder = join(dirname(project), 'shared', 'peers');

/** The path of one of their files. */
export const peerFile = (name) => join(folder, name);

/** One of their modules. */
export const peerModule = (name) => import(pathToFileURL(peerFile(name)).href);

/** Ends the process when there is nothing to measure with. */
export function requirePeers() {
  if (existsSync(peerFile('bench.mjs'))) return;
  console.error(
    'The bench measures with the driver and the floor of ../shared/peers, and they are not there: put them beside the repository.',
  );
  process.exit(1);
}
