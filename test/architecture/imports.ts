import { posix } from 'node:path';
import ts from 'typescript';
import { nodes, type Source } from './source.js';

/** One `import … from`, `export … from` or `import(…)`. */
export interface Import {
  readonly from: string;
  /** The names it takes; empty: all of them, or the mere effect. */
  readonly names: readonly string[];
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/** What was found in a file: many rules ask, and some at every file that leads to it. */
const known = new WeakMap<ts.SourceFile, readonly Import[]>();

/** Everything that a file asks for from elsewhere. */
export function importsOf({ tree }: Source): readonly Import[] {
  const imports = known.get(tree) ?? found(tree);
  known.set(tree, imports);
  return imports;
}

function found(tree: ts.SourceFile): readonly Import[] {
  return nodes(tree).flatMap((node) => {
    if (ts.isImportDeclaration(node))
      return [declared(node.moduleSpecifier, node.importClause?.namedBindings, node.importClause)];
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) return [declared(node.moduleSpecifier, node.exportClause, node)];
    if (ts.isImportTypeNode(node)) return [{ from: textOf(node.argument), names: [], typeOnly: true }];
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      return argument ? [{ from: textOf(argument), names: [], typeOnly: false }] : [];
    }
    return [];
  });
}

/** The file that an import means, from the root of the repository; undefined for packages. */
export function targetOf(path: string, from: string): string | undefined {
  if (from.startsWith('.')) return posix.join(posix.dirname(path), from).replace(/\.js$/, '.ts');
  const platform = /^#platform\/(.+)$/.exec(from);
  if (platform) return `libs/platform/${String(platform[1])}/index.ts`;
  const door = /^#([^/]+)(\/rules)?$/.exec(from);
  return door ? `libs/${String(door[1])}/${door[2] ? 'rules' : 'index'}.ts` : undefined;
}

function declared(
  specifier: ts.Expression,
  bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined,
  clause: ts.ImportClause | ts.ExportDeclaration | undefined,
): Import {
  const elements = bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings)) ? [...bindings.elements] : [];
  const byDefault = clause && ts.isImportClause(clause) && clause.name !== undefined;
  const allTypes = elements.length > 0 && !byDefault && elements.every((element) => element.isTypeOnly);
  return {
    from: textOf(specifier),
    names: elements.filter((element) => !element.isTypeOnly).map((element) => (element.propertyName ?? element.name).text),
    typeOnly: allTypes || typeOnly(clause),
  };
}

function typeOnly(clause: ts.ImportClause | ts.ExportDeclaration | undefined): boolean {
  if (!clause) return false;
  return ts.isExportDeclaration(clause) ? clause.isTypeOnly : clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function textOf(node: ts.Node): string {
  if (ts.isLiteralTypeNode(node)) return textOf(node.literal);
  return ts.isStringLiteralLike(node) ? node.text : node.getText();
}
