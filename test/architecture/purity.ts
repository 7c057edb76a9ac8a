import ts from 'typescript';
import { importsOf, targetOf, type Import } from './imports.js';
import { at, isSpec, nodes, type Source } from './source.js';

/** Suffixes of files that do something; any other file only computes. */
const doing = /\.(module|resolver|service|repository|loader|provider|connector|subscribers|webhook)\.ts$/;

/** Where input and output are the trade itself. */
const byTrade = /^(apps\/|test\/|libs\/platform\/|libs\/events\/(outbox|relay|subscription)\.ts$)/;

/** Packages that only compute. */
const harmless = new Set(['zod', 'reflect-metadata']);

/** What a pure file may take from packages and floors that otherwise do something: these only compute. */
const computing: Readonly<Record<string, ReadonlySet<string>>> = {
  'node:crypto': new Set(['createHash', 'createHmac', 'timingSafeEqual']),
  'node:util': new Set(['isDeepStrictEqual']),
  '#platform/db': new Set(['codeOf', 'constraintOf', 'Conflict']),
};

/** The clock, chance and the world outside, as one writes them. */
const impure = [
  [/^Date\.now$/, 'reads the clock'],
  [/^performance\.now$/, 'reads the clock'],
  [/^Math\.random$/, 'rolls dice'],
  [/^crypto\.(randomUUID|getRandomValues)$/, 'rolls dice'],
  [/^(setTimeout|setInterval|setImmediate|queueMicrotask)$/, 'waits'],
  [/^fetch$/, 'goes out'],
  [/^process\.(env|argv|cwd|exit|hrtime)$/, 'asks the process'],
  [/^console\./, 'speaks'],
] as const;

/** Whether the house wants a file to be pure: no doing-suffix, above floor 0. */
export function mustBePure(path: string): boolean {
  return path.startsWith('libs/') && !doing.test(path) && !byTrade.test(path) && !isSpec(path) && !path.endsWith('/index.ts');
}

/** What a file does although it may only compute. */
export function impurities(file: Source): string[] {
  const asked = importsOf(file)
    .filter((wanted) => !wanted.typeOnly && !computes(wanted))
    .map(({ from }) => `${file.path} imports ${from}: it has no doing-suffix, so it is pure`);
  const done = nodes(file.tree).flatMap((node) => {
    const what = impurity(node);
    return what ? [`${at(file, node)} ${what}: ${file.path} has no doing-suffix, so it is pure`] : [];
  });
  return [...asked, ...done];
}

/** The ways from a file that must run anywhere to something that only Node has: `a → b → node:fs`. */
export function waysToNode(start: string, files: ReadonlyMap<string, Source>): string[] {
  const seen = new Set<string>();
  const walk = (path: string, way: readonly string[]): string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    const file = files.get(path);
    if (!file) return [];
    return importsOf(file)
      .filter(({ typeOnly }) => !typeOnly)
      .flatMap(({ from }) => {
        const target = targetOf(path, from);
        if (target?.startsWith('libs/platform/')) return [[...way, from].join(' → ')];
        if (target !== undefined) return walk(target, [...way, target]);
        return harmless.has(from) ? [] : [[...way, from].join(' → ')];
      });
  };
  return walk(start, [start]);
}

function computes({ from, names }: Import): boolean {
  if (from.startsWith('.') || harmless.has(from)) return true;
  if (from.startsWith('#') && !from.startsWith('#platform/')) return true;
  return names.length > 0 && names.every((name) => computing[from]?.has(name));
}

function impurity(node: ts.Node): string | null {
  if (node.kind === ts.SyntaxKind.AsyncKeyword && node.parent.kind !== ts.SyntaxKind.Identifier) return 'is async';
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AwaitKeyword) return 'awaits';
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'reads the clock';
  if (ts.isPropertyAccessExpression(node) || (ts.isCallExpression(node) && ts.isIdentifier(node.expression))) {
    const text = ts.isCallExpression(node) ? node.expression.getText() : node.getText();
    return impure.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  }
  return null;
}
