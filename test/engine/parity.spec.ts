import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromiumPath, resultInChromium } from '../support/chromium.js';

const seed = 20_270_328;
const count = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'cartwright-engine-'));
execFileSync(process.execPath, ['scripts/build-engine.mjs', folder, '--code']);
copyFileSync('test/engine/random-baskets.mjs', join(folder, 'program.mjs'));
copyFileSync(join(folder, 'cartwright-engine.js'), join(folder, 'engine.mjs'));
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const code = read('engine.mjs');

afterAll(() => rmSync(folder, { recursive: true }));

/** What the engine exports where there is nothing but the language and what every browser has as well: no process, no Buffer, no require. */
async function namesInBareContext(): Promise<unknown> {
  const script = `import { readFileSync } from 'node:fs';
    import vm from 'node:vm';
    const context = vm.createContext({ TextEncoder });
    const module = new vm.SourceTextModule(readFileSync('engine.mjs', 'utf8'), { context });
    await module.link((specifier) => {
      throw new Error('the engine imports ' + specifier);
    });
    await module.evaluate();
    process.stdout.write(JSON.stringify(Object.keys(module.namespace)));`;
  const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--input-type=module', '--eval', script], {
    cwd: folder,
  });
  return JSON.parse(stdout);
}

it('is one file that imports nothing and knows nothing of Node', async () => {
  expect(code).not.toMatch(/["']node:|\brequire\(|\bimport\b\s*[("'{*]/);
  expect(code).not.toMatch(/\b(?:process|Buffer|__dirname|__filename|globalThis|setImmediate)\b[.([]/);
  expect(await namesInBareContext()).toEqual(
    expect.arrayContaining(['compileTerms', 'fromJson', 'priceBasket', 'sentences', 'toJson']),
  );
});

/** What an expression over `engine`, `fingerprints` and `outcomeOf` comes to in a process of Node. */
async function inNode(expression: string): Promise<string> {
  const script = `import * as engine from './engine.mjs';
    import { fingerprints, outcomeOf } from './program.mjs';
    process.stdout.write(${expression});`;
  const options = { cwd: folder, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], options);
  return stdout;
}

/** The same in a browser. */
async function inChromium(program: string, expression: string): Promise<string> {
  const script = `const tell = (body) => fetch('/result', { method: 'POST', body });
    Promise.all([import('/engine.mjs'), import('/program.mjs')])
      .then(([engine, { fingerprints, outcomeOf }]) => tell(${expression}))
      .catch((error) => tell('failed: ' + error.stack));`;
  const said = await resultInChromium(
    program,
    script,
    new Map(['engine.mjs', 'program.mjs'].map((file) => [`/${file}`, read(file)])),
  );
  expect(said).not.toMatch(/^failed/);
  return said;
}

it('10,000 random baskets come out alike in Node and in Chromium: minor units, explanations, sentences', async () => {
  const all = `JSON.stringify(fingerprints(engine, ${seed}, ${count}))`;
  const browser = chromiumPath();
  const said = await Promise.all([inNode(all), browser === null ? null : inChromium(browser, all)]);
  const [expected = [], found] = said.map((json) => (json === null ? undefined : (JSON.parse(json) as string[])));
  expect(expected).toHaveLength(count);
  expect(new Set(expected).size).toBeGreaterThan(count * 0.99);
  if (browser === null) return;
  const first = expected.findIndex((fingerprint, number) => fingerprint !== found?.[number]);
  // the first that differs is shown whole
  const outcome = `outcomeOf(engine, ${seed}, ${first})`;
  if (first >= 0) expect(await inChromium(browser, outcome)).toBe(await inNode(outcome));
  expect(found).toEqual(expected);
}, 120_000);
