import { importsOf, targetOf } from './imports.js';
import { isSpec, libOf, type Source } from './source.js';

/** Who may import whom, as in libs/layers.ts. */
export type Layers = Readonly<Record<string, readonly string[]>>;

/** A lib that names one which is not above it, or one that does not exist. */
export function wrongFloors(layers: Layers): string[] {
  const names = Object.keys(layers);
  return names.flatMap((name, index) =>
    (layers[name] ?? [])
      .filter((other) => !names.slice(0, index).includes(other))
      .map((other) => `${name} names ${other}, which does not stand above it`),
  );
}

/** Folders of libs/ that the drawing forgets. */
export function strangers(layers: Layers, folders: readonly string[]): string[] {
  return folders.filter((folder) => !(folder in layers)).map((folder) => `libs/${folder} is not in libs/layers.ts`);
}

/** Calls that the drawing allows and nobody makes: it would show ties that are not there. */
export function neverCalled(layers: Layers, files: readonly Source[]): string[] {
  const called = new Set(
    files.flatMap((file) => importsOf(file).map(({ from }) => `${libOf(file.path) ?? ''} ${/^#([^/]+)/.exec(from)?.[1] ?? ''}`)),
  );
  return Object.entries(layers).flatMap(([lib, others]) =>
    others.filter((other) => !called.has(`${lib} ${other}`)).map((other) => `${lib} names ${other} and never calls it`),
  );
}

/** Imports of a file that go through a wall instead of a door, or to a floor that it may not call. */
export function throughWalls(layers: Layers, file: Source): string[] {
  return importsOf(file).flatMap(({ from }) => {
    const why = from.startsWith('.')
      ? outOfTheHouse(file.path, from)
      : from.startsWith('#')
        ? wrongDoor(layers, file.path, from)
        : null;
    return why ? [`${file.path} imports ${from}: ${why}`] : [];
  });
}

function outOfTheHouse(path: string, from: string): string | null {
  const target = targetOf(path, from) ?? from;
  const home = homeOf(path);
  if (target.startsWith(home) || (isSpec(path) && target.startsWith('test/support/'))) return null;
  // the tests stand outside and look at all of it, yet what belongs to a lib they ask for at its door
  if (path.startsWith('test/') && (!target.startsWith('libs/') || target === 'libs/layers.ts')) return null;
  return `it leads out of ${home}`;
}

function wrongDoor(layers: Layers, path: string, from: string): string | null {
  const [, other, rest] = /^#([^/]+)(?:\/(.+))?$/.exec(from) ?? [];
  if (other === undefined || !(other in layers)) return 'there is no such lib';
  const isDoor = other === 'platform' ? /^[a-z-]+$/.test(rest ?? '') : rest === undefined || rest === 'rules';
  if (!isDoor) return 'it is no door: they are #lib, #lib/rules and #platform/name';
  const lib = libOf(path);
  if (lib === undefined || isSpec(path)) return null;
  if (lib === other && lib === 'platform') return null;
  if (lib === other) return 'inside a lib one imports relatively';
  return layers[lib]?.includes(other) ? null : `${lib} may not call ${other} (libs/layers.ts)`;
}

/** The folder that relative imports stay in: the lib, a part of the platform, an app, or another folder at the root. */
function homeOf(path: string): string {
  const [first = '', second = '', third = ''] = path.split('/');
  if (first === 'libs') return second === 'platform' ? `libs/platform/${third}/` : `libs/${second}/`;
  return `${first}/`;
}
