// TypeScript as the build compiles it: the same compiler with the settings of the same file.
import { readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';

const { jsc, module } = JSON.parse(readFileSync(new URL('../../../.swcrc', import.meta.url), 'utf8'));

/** Whether a path or URL names TypeScript of the tree. */
export function isTypeScript(place) {
  return Boolean(place?.endsWith('.ts')) && !place.includes('/node_modules/');
}

/** The JavaScript of a TypeScript file, and the map from it to the lines of the file. */
export function compiled(path) {
  const { code, map } = transformSync(readFileSync(path, 'utf8'), {
    swcrc: false,
    filename: path,
    sourceMaps: true,
    jsc,
    module,
  });
  return { code, map };
}
