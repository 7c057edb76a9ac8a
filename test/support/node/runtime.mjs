import { existsSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiled, isTypeScript } from './compile.mjs';

register('./hooks.mjs', import.meta.url);

const require = createRequire(import.meta.url);
const nothing = () => undefined;

/** The maps by which stack traces are read: each is made when a trace first goes through its file. */
class SourceMaps extends Map {
  get(place) {
    if (!super.has(place) && isTypeScript(place)) super.set(place, mapOf(place));
    return super.get(place);
  }
}

function mapOf(place) {
  const path = place.startsWith('file:') ? fileURLToPath(place) : place;
  // a trace may go through a file that is gone by now
  if (!existsSync(path)) return undefined;
  return `data:application/json;base64,${Buffer.from(compiled(path).map).toString('base64')}`;
}

const sourceMaps = new SourceMaps();

/**
 * Runs spec files as Node runs any module, instead of in a virtual machine each. What they import is loaded once in the
 * life of a worker: the API with all its packages takes seconds to load.
 */
export default class NodeRuntime {
  /** Jest's own framework, afresh for each spec file: it keeps the file's tests. */
  requireInternalModule(path) {
    Reflect.deleteProperty(require.cache, path);
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  requireModule(path) {
    return require(path);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  // asked of every runtime: it is for virtual machines and for coverage
  setGlobalsForRuntime = nothing;
  enterTestCode = nothing;
  leaveTestCode = nothing;
  getAllCoverageInfoCopy = nothing;
  teardown = nothing;
}
