import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#kernel';

/** A file that was asked for, with what stands in it. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
}

/** The files that are named, and every .json file of the folders that are, in the order of their names. @throws UserError where there is none */
export async function scenarioFiles(paths: readonly string[]): Promise<ScenarioFile[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  if (files.length === 0) throw new UserError('NOT_FOUND', `there is no .json file in ${paths.join(', ')}`);
  return Promise.all(
    [...new Set(files)].map(async (path) => ({ path, text: await reading(path, () => readFile(path, 'utf8')) })),
  );
}

async function filesAt(path: string): Promise<string[]> {
  const found = await reading(path, () => stat(path));
  if (!found.isDirectory()) return [path];
  const entries = await reading(path, () => readdir(path, { recursive: true }));
  return entries
    .filter((entry) => entry.endsWith('.json'))
    .sort()
    .map((entry) => join(path, entry));
}

/** What a file of JSON says. @throws UserError where it cannot be read, or is none */
export async function jsonIn(path: string): Promise<unknown> {
  const text = await reading(path, () => readFile(path, 'utf8'));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError('INVALID', `this is not JSON: ${(error as Error).message}`);
  }
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UserError('NOT_FOUND', `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}
