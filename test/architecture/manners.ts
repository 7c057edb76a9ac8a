import ts from 'typescript';
import { at, isSpec, nodes, type Source } from './source.js';

/** The longest file; those that people praise have 30 to 150 lines. */
const mostLines = 300;
/** A spec is a list of cases, read one by one. */
const mostLinesOfSpec = 400;

const vague = /(^|[-.])(utils?|helpers?|common|misc|manager|handler|processor)([-.]|$)/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/;

/** Files that grew past what one reads in a sitting. */
export function tooLong({ path, text }: Source): string[] {
  const lines = text.split('\n').length - 1;
  const most = isSpec(path) ? mostLinesOfSpec : mostLines;
  return lines > most ? [`${path} has ${String(lines)} lines, more than ${String(most)}: split it by noun`] : [];
}

/** Names that say nothing about what is inside, or are not kebab-case `noun.role.ts`. */
export function badName(path: string): string[] {
  const name = path.split('/').at(-1) ?? path;
  if (vague.test(name.replace(/\.ts$/, ''))) return [`${path}: name it after what it is about`];
  return kebab.test(name) ? [] : [`${path}: files are called noun.role.ts, in kebab-case`];
}

/** Exported declarations without a sentence that says what they are or promise. */
export function undocumented(file: Source): string[] {
  const said = new Map<string, { node: ts.Node; documented: boolean }>();
  for (const statement of file.tree.statements) {
    const exported =
      ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) continue;
    const documented = triviaOf(file, statement).includes('/**');
    for (const name of namesOf(statement)) {
      // of overloads one is enough
      const before = said.get(name);
      said.set(name, { node: before?.node ?? statement, documented: documented || (before?.documented ?? false) });
    }
  }
  return [...said]
    .filter(([, { documented }]) => !documented)
    .map(([name, { node }]) => `${at(file, node)} says nothing about ${name}`);
}

/** Ways to make a checker look away, and promises to do it later. */
export function shrugs(file: Source): string[] {
  return nodes(file.tree).flatMap((node) => {
    if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && node.type.kind === ts.SyntaxKind.AnyKeyword) {
      return [`${at(file, node)} casts to any`];
    }
    if (node.getChildCount() > 0) return [];
    const found = /@ts-(ignore|nocheck|expect-error)|eslint-disable|\b(TODO|FIXME|XXX)\b/.exec(triviaOf(file, node));
    return found ? [`${at(file, node)} has a comment with ${found[0]}`] : [];
  });
}

/** Doors that let everything out unseen. */
export function openDoors(file: Source): string[] {
  return file.tree.statements
    .filter((statement) => ts.isExportAssignment(statement) || (ts.isExportDeclaration(statement) && isOpen(statement)))
    .map((statement) => `${at(file, statement)} exports without names`);
}

/** The types that the schema makes are named in the schema. */
function isOpen({ exportClause, isTypeOnly, moduleSpecifier }: ts.ExportDeclaration): boolean {
  return !exportClause && !(isTypeOnly && moduleSpecifier?.getText().includes('/generated/'));
}

/** The comments and spaces before a node. */
function triviaOf({ text }: Source, node: ts.Node): string {
  return text.slice(node.getFullStart(), node.getStart());
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = statement as ts.Statement & { name?: ts.Identifier };
  return [name?.text ?? 'its default export'];
}
