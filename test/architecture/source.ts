import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A source file as the rules see it: where it stands, from the root of the repository, and what it says. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Parses a source; the path decides which rules are asked of it. */
export function source(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
}

/** Every TypeScript file below the folders that somebody wrote. */
export function sourcesUnder(...folders: readonly string[]): Source[] {
  return filesUnder('.ts', ...folders).map((path) => source(path, read(path)));
}

/** The paths below the folders with this ending, sorted; what is generated is not among them. */
export function filesUnder(ending: string, ...folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith(ending) && !/(^|\/)(generated|node_modules)\//.test(path))
    .sort();
}

/** The names of the folders in a folder. */
export function foldersIn(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/** What a file of the repository says. */
export function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** Whether it is a test, or makes what tests are given at random: it may do what it likes as long as it comes through the doors. */
export function isSpec(path: string): boolean {
  return /\.(spec|arbitrary)\.ts$/.test(path);
}

/** The lib that a file belongs to; undefined for files outside of every lib. */
export function libOf(path: string): string | undefined {
  return /^libs\/([^/]+)\//.exec(path)?.[1];
}

/** Every node below the tree's root, parents first. */
export function nodes(node: ts.Node, found: ts.Node[] = []): readonly ts.Node[] {
  for (const child of node.getChildren()) {
    found.push(child);
    nodes(child, found);
  }
  return found;
}

/** Where a node stands, for a message: `libs/cart/cart.ts:12`. */
export function at({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${String(tree.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
}
