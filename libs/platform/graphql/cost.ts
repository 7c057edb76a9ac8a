import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { largestPage } from '#kernel';

/** What a list without pages is taken to hold; the short ones and the long ones are named. */
const unpagedLength = 20;
const unpagedLengths: Readonly<Record<string, number>> = {
  'Query.currencies': 200,
  'Cart.lines': 50,
  'Order.lines': 50,
  'Order.payments': 5,
  'VariantAvailability.locations': 10,
  // on average over a page; a product may have many more, but they cannot be nested in each other (`shape.ts`)
  'Product.variants': 6,
  'Product.options': 5,
  'Product.categories': 5,
  'Product.attributes': 5,
  'Variant.attributes': 3,
  'Query.variantsByCode': 100,
  'ValueFacet.values': 50,
  'PriceFacet.bands': 5,
  'NumberFacet.bands': 5,
  'Variant.options': 5,
  'CartLine.options': 5,
  'VariantPrice.tiers': 10,
  'Cart.shippingOptions': 10,
  'CartProblem.facts': 5,
  'PricedBasket.lines': 50,
  'PricedBasket.gifts': 3,
  'Cart.gifts': 3,
  'OrderLine.discounts': 3,
  'OrderLine.units': 3,
  'PricedBasket.refusedCodes': 5,
  'PricedBasketLine.asked': 2,
  'PricedBasketLine.discounts': 3,
  'PricedBasketLine.units': 3,
  'PricedUnits.discounts': 3,
  'Explanation.lines': 50,
  'Explanation.groups': 5,
  'Explanation.refusedCodes': 5,
  'LineExplanation.candidates': 5,
  'LineExplanation.promotions': 3,
  'PromotionExplanation.facts': 5,
  'PromotionShare.units': 3,
  'TaxExplanation.rates': 2,
  'RefusedCode.facts': 5,
  'UserError.facts': 5,
};
/** What a paged list gives unasked. */
const defaultPage = 20;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Each fragment is counted once, however often it is spread: spreading twice must not cost twice to find out. */
  readonly counted: Map<string, number>;
  byVariables: boolean;
}

/** What an operation costs: how many fields its answer may have, pages taken as full as they are asked for. */
export interface Cost {
  readonly fields: number;
  /** Whether it depends on the variables. */
  readonly byVariables: boolean;
}

/** Counts an operation's cost. The document must have been validated: its fragments know no cycles. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const walk: Walk = { schema, fragments, variables, counted: new Map(), byVariables: false };
  const root = schema.getRootType(operation.operation);
  const fields = root ? selections(walk, operation.selectionSet, root, false) : 0;
  return { fields, byVariables: walk.byVariables };
}

function selections(walk: Walk, { selections: nodes }: SelectionSetNode, type: GraphQLNamedType, paged: boolean): number {
  let total = 0;
  for (const node of nodes) {
    if (node.kind === Kind.FIELD) total += field(walk, node, type, paged);
    else if (node.kind === Kind.FRAGMENT_SPREAD) total += fragment(walk, node.name.value, paged);
    else {
      const on = node.typeCondition ? walk.schema.getType(node.typeCondition.name.value) : type;
      total += on ? selections(walk, node.selectionSet, on, paged) : 0;
    }
  }
  return total;
}

function fragment(walk: Walk, name: string, paged: boolean): number {
  const key = paged ? `${name} of a page` : name;
  const known = walk.counted.get(key);
  if (known !== undefined) return known;
  const definition = walk.fragments.get(name);
  const type = definition && walk.schema.getType(definition.typeCondition.name.value);
  const total = type ? selections(walk, definition.selectionSet, type, paged) : 0;
  walk.counted.set(key, total);
  return total;
}

function field(walk: Walk, node: FieldNode, parent: GraphQLNamedType, paged: boolean): number {
  const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!definition || !node.selectionSet) return 1;
  const type = getNamedType(definition.type);
  const first = definition.args.some(({ name }) => name === 'first');
  const inner = isCompositeType(type) ? selections(walk, node.selectionSet, type, first) : 0;
  if (first) return 1 + pageSize(walk, node, definition) * inner;
  // the nodes and edges of a page were multiplied with the page's size
  if (paged || !isListType(getNullableType(definition.type))) return 1 + inner;
  return 1 + (unpagedLengths[`${parent.name}.${node.name.value}`] ?? unpagedLength) * inner;
}

function pageSize(walk: Walk, node: FieldNode, definition: GraphQLField<unknown, unknown>): number {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  let size: unknown = definition.args.find(({ name }) => name === 'first')?.defaultValue ?? defaultPage;
  if (value?.kind === Kind.INT) size = Number(value.value);
  if (value?.kind === Kind.VARIABLE) {
    walk.byVariables = true;
    // a variable may have a default that is not in sight here: then the largest page
    size = walk.variables[value.name.value] ?? largestPage;
  }
  // a larger page is refused by the list itself; whatever is no number as well
  return typeof size === 'number' && size >= 0 ? Math.min(size, largestPage) : largestPage;
}
