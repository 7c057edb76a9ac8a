/** What jest-circus keeps in the global object: the tests of one spec file, and who hears how they end. */
const kept = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS']);

/** The process itself as the place where spec files run, handed on from each to the next as it was found. */
export default class NodeEnvironment {
  global = globalThis;
  found = { console, exit: process.exit, env: { ...process.env }, folder: process.cwd() };

  getVmContext() {
    return null;
  }

  async setup() {
    return undefined;
  }

  async teardown() {
    globalThis.console = this.found.console;
    process.exit = this.found.exit;
    process.chdir(this.found.folder);
    for (const name of Object.keys(process.env)) if (!(name in this.found.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, this.found.env);
    for (const symbol of Object.getOwnPropertySymbols(globalThis))
      if (kept.has(symbol.description)) Reflect.deleteProperty(globalThis, symbol);
  }
}
