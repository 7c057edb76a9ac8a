// Files of the tree, for the scripts that build it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The paths of all files under a folder that end in one of the endings, in a stable order. */
export function filesUnder(folder, ...endings) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).replaceAll('\\', '/'))
    .sort();
}
