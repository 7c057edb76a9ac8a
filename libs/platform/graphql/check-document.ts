import { createHash } from 'node:crypto';
import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { CheckedOperation } from './execution.js';
import { mostTokens, shapeRule, type Limits } from './limits.js';
import { textRule } from './texts.js';

/**
 * Parses and validates a document that did not come through Apollo as Apollo does, and finds its operation of this name (null: its
 * only one); or says what is wrong with it.
 */
export function checkDocument(
  text: string,
  name: string | null,
  schema: GraphQLSchema,
  limits: Limits,
  introspection: boolean,
): CheckedOperation | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: mostTokens });
  } catch (error) {
    return [coded(error instanceof GraphQLError ? error : new GraphQLError(String(error)), 'GRAPHQL_PARSE_FAILED')];
  }
  const rules = [...specifiedRules, shapeRule(limits), textRule, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  const errors = validate(schema, document, rules);
  if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
  const operation = getOperationAST(document, name);
  if (!operation) return [unresolved(name)];
  return { hash: createHash('sha256').update(text).digest('hex'), document, operation };
}

/** The document does not say which operation is meant. */
export function unresolved(name: string | null): GraphQLError {
  const message = name
    ? `the document has no operation ${name}`
    : 'the document has several operations: name one by operationName';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}

/** What graphql-js found gets the code that Apollo would give it; what has one keeps it. */
function coded(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions['code'] !== undefined) return error;
  const { nodes, source, positions } = error;
  return new GraphQLError(error.message, { nodes, source, positions, extensions: { code } });
}
