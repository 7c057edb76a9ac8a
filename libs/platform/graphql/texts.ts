import { GraphQLError, type ASTVisitor, type StringValueNode, type ValidationContext } from 'graphql';

/** How deep a value may be nested in variables: no input type of the schema is, and JSON of rules needs less. */
const deepest = 32;
/** U+0000, or half of a character: PostgreSQL keeps every text but those, which would fail or be changed in silence. */
const unkept = /[\0\p{Surrogate}]/u;

/** The validation rule that refuses texts in a document which no database keeps. */
export function textRule(context: ValidationContext): ASTVisitor {
  return {
    StringValue(node) {
      if (unkept.test(node.value)) context.reportError(badText(node));
    },
  };
}

/** What is wrong with the texts among the variables of a request; null: nothing. */
export function wrongText(variables: Readonly<Record<string, unknown>>): GraphQLError | null {
  if (isFine(variables, 0)) return null;
  return badText();
}

function isFine(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !unkept.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.every((each) => isFine(each, depth + 1));
  return Object.entries(value).every(([name, each]) => !unkept.test(name) && isFine(each, depth + 1));
}

function badText(node?: StringValueNode): GraphQLError {
  return new GraphQLError(
    `a text must be whole Unicode characters without U+0000${node ? '' : `, and a variable nested at most ${deepest} deep`}`,
    { nodes: node, extensions: { code: 'BAD_USER_INPUT' } },
  );
}
