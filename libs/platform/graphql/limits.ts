import {
  GraphQLError,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationContext,
} from 'graphql';
import { costOf } from './cost.js';
import { shapeOf } from './shape.js';

/** What one request may at most be. */
export interface Limits {
  /** How deep selections may be nested. */
  readonly depth: number;
  /** How many fields may be renamed. */
  readonly aliases: number;
  /** How many fields the answer may have, by the sizes of the pages asked for. */
  readonly cost: number;
}

/** How many tokens a document may have: parsing stops there. */
export const mostTokens = 4000;

/** How often an object type may occur along one path; a list without pages may occur once: `variants { product { variants` multiplies. */
const mostRounds = 2;

/** The validation rule that holds documents to the limits of depth, aliases and nesting, whatever they hide in fragments. */
export function shapeRule(limits: Limits): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    OperationDefinition({ operation, selectionSet }) {
      const { depth, aliases, rounds } = shapeOf(context, selectionSet, context.getSchema().getRootType(operation));
      if (depth > limits.depth) context.reportError(tooComplex(`nested ${depth} deep`, limits.depth));
      if (aliases > limits.aliases) context.reportError(tooComplex(`with ${aliases} aliases`, limits.aliases));
      for (const [name, times] of rounds) {
        const most = name.includes('.') ? 1 : mostRounds;
        if (times > most) context.reportError(tooComplex(`for ${name} within itself, ${times} times on one path`, most));
      }
    },
  });
}

/** Refuses operations that cost more than the limit; costs that do not depend on variables are counted once. */
export class CostLimit {
  private readonly counted = new WeakMap<OperationDefinitionNode, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limit: number,
  ) {}

  /** @throws GraphQLError TOO_COMPLEX */
  check(document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): void {
    const known = this.counted.get(operation);
    const fields = known ?? this.count(document, operation, variables);
    if (fields > this.limit) throw tooComplex(`for up to ${fields} fields`, this.limit);
  }

  private count(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): number {
    const { fields, byVariables } = costOf(this.schema, document, operation, variables);
    if (!byVariables) this.counted.set(operation, fields);
    return fields;
  }
}

function tooComplex(found: string, limit: number): GraphQLError {
  return new GraphQLError(`the operation asks ${found}; the limit is ${limit}`, {
    extensions: { code: 'TOO_COMPLEX', http: { status: 400 } },
  });
}
