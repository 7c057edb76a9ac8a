import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLNamedType,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** What is counted of a set of selections, whatever it hides in fragments. */
export interface Shape {
  /** How deep it is nested. */
  readonly depth: number;
  /** How many fields it renames. */
  readonly aliases: number;
  /** How often each object type (`Product`) and each list without pages (`Product.variants`) occurs along one path, at most. */
  readonly rounds: ReadonlyMap<string, number>;
}

const empty: Shape = { depth: 0, aliases: 0, rounds: new Map() };

/** The shape of an operation's selections; each fragment is looked at once, however often it is spread. */
export function shapeOf(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  parent: GraphQLNamedType | null | undefined,
  known = new Map<string, Shape>(),
): Shape {
  let depth = 0;
  let aliases = 0;
  const rounds = new Map<string, number>();
  for (const node of selections) {
    let shape: Shape;
    if (node.kind === Kind.FIELD) shape = fieldShape(context, node, parent, known);
    else if (node.kind === Kind.INLINE_FRAGMENT) {
      const on = node.typeCondition ? context.getSchema().getType(node.typeCondition.name.value) : parent;
      shape = shapeOf(context, node.selectionSet, on, known);
    } else shape = fragmentShape(context, node.name.value, known);
    depth = Math.max(depth, shape.depth);
    aliases += shape.aliases;
    for (const [name, times] of shape.rounds) rounds.set(name, Math.max(times, rounds.get(name) ?? 0));
  }
  return { depth, aliases, rounds };
}

function fieldShape(
  context: ValidationContext,
  node: FieldNode,
  parent: GraphQLNamedType | null | undefined,
  known: Map<string, Shape>,
): Shape {
  // introspection has limits of its own in graphql-js
  if (node.name.value === '__schema' || node.name.value === '__type') return empty;
  const aliases = node.alias ? 1 : 0;
  if (!node.selectionSet) return { depth: 1, aliases, rounds: empty.rounds };
  const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
  const definition = fields[node.name.value];
  const type = definition && getNamedType(definition.type);
  const inner = shapeOf(context, node.selectionSet, type, known);
  const rounds = new Map(inner.rounds);
  // a type right within itself is a tree: its depth is limited, and each level costs
  if (definition && parent && type && type !== parent) {
    rounds.set(type.name, (rounds.get(type.name) ?? 0) + 1);
    const list = `${parent.name}.${node.name.value}`;
    // a page's size is asked for, and counted as a cost
    if (isListType(getNullableType(definition.type)) && !('pageInfo' in fields)) rounds.set(list, (rounds.get(list) ?? 0) + 1);
  }
  return { depth: inner.depth + 1, aliases: inner.aliases + aliases, rounds };
}

function fragmentShape(context: ValidationContext, name: string, known: Map<string, Shape>): Shape {
  const shape = known.get(name);
  if (shape) return shape;
  // entered before it is known: a fragment that spreads itself is refused by another rule and must not keep this one busy
  known.set(name, empty);
  const fragment = context.getFragment(name);
  if (!fragment) return empty;
  const on = context.getSchema().getType(fragment.typeCondition.name.value);
  const found = shapeOf(context, fragment.selectionSet, on, known);
  known.set(name, found);
  return found;
}
