import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { costOf } from './cost.js';

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

interface Shape {
  readonly depth: number;
  readonly aliases: number;
}

/** The validation rule that holds documents to the limits of depth and aliases, whatever they hide in fragments. */
export function shapeRule(limits: Limits): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    OperationDefinition(operation) {
      const { depth, aliases } = shapeOf(context, operation.selectionSet, new Map());
      if (depth > limits.depth) context.reportError(tooComplex(`nested ${depth} deep`, limits.depth));
      if (aliases > limits.aliases) context.reportError(tooComplex(`with ${aliases} aliases`, limits.aliases));
    },
  });
}

function shapeOf(context: ValidationContext, { selections }: SelectionSetNode, known: Map<string, Shape>): Shape {
  let depth = 0;
  let aliases = 0;
  for (const node of selections) {
    let shape: Shape = { depth: 0, aliases: 0 };
    if (node.kind === Kind.FIELD) {
      // introspection has limits of its own in graphql-js
      if (node.name.value === '__schema' || node.name.value === '__type') continue;
      const inner = node.selectionSet ? shapeOf(context, node.selectionSet, known) : shape;
      shape = { depth: inner.depth + 1, aliases: inner.aliases + (node.alias ? 1 : 0) };
    } else if (node.kind === Kind.INLINE_FRAGMENT) shape = shapeOf(context, node.selectionSet, known);
    else shape = fragmentShape(context, node.name.value, known);
    depth = Math.max(depth, shape.depth);
    aliases += shape.aliases;
  }
  return { depth, aliases };
}

function fragmentShape(context: ValidationContext, name: string, known: Map<string, Shape>): Shape {
  const shape = known.get(name);
  if (shape) return shape;
  // entered before it is known: a fragment that spreads itself is refused by another rule and must not keep this one busy
  known.set(name, { depth: 0, aliases: 0 });
  const fragment = context.getFragment(name);
  const found = fragment ? shapeOf(context, fragment.selectionSet, known) : { depth: 0, aliases: 0 };
  known.set(name, found);
  return found;
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
