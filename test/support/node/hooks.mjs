// How Node comes to run the TypeScript of the tree as it stands.
import { fileURLToPath } from 'node:url';
import { compiled, isTypeScript } from './compile.mjs';

/** Inside the TypeScript of the tree a door is its source, and what a relative import calls `.js` is a `.ts`. */
export function resolve(specifier, context, next) {
  if (!isTypeScript(context.parentURL)) return next(specifier, context);
  if (specifier.startsWith('#')) return next(specifier, { ...context, conditions: ['source', ...context.conditions] });
  return next(/^\.{1,2}\/.*\.js$/.test(specifier) ? specifier.replace(/js$/, 'ts') : specifier, context);
}

/** TypeScript is compiled when it is loaded. */
export function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(url)).code, shortCircuit: true };
}
