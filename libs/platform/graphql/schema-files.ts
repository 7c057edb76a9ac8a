import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The libs beside this file: the sources, or what the build has made of them with their contracts copied along. */
const libs = fileURLToPath(new URL('../..', import.meta.url));

/** The contracts of all libs, in the order of their paths. */
export function schemaFiles(): string[] {
  return readdirSync(libs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readFileSync(join(libs, file), 'utf8'));
}
