import {
  buildASTSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  Kind,
  parse,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Root fields that answer with all there is, because the world has only so many. */
const closedLists = new Set([
  'attributes',
  'currencies',
  'categories',
  'channels',
  'customerGroups',
  'roles',
  'legalEntities',
  'salesByDay',
  'shippingMethods',
  'signatureKeys',
]);
/** The largest page of a list. */
const largestPage = 100;

/** The schema that the files of all libs make together. */
export function schemaOf(...files: readonly string[]): GraphQLSchema {
  return buildASTSchema(parse(files.join('\n')));
}

/** What the schema names without saying what it means: types, fields, arguments, enum values, directives. */
export function undescribed(schema: GraphQLSchema): string[] {
  const things: Described[] = [];
  for (const type of own(schema)) {
    things.push(...described('', [type]));
    if (isEnumType(type)) things.push(...described(`${type.name}.`, type.getValues()));
    if (isInputObjectType(type)) things.push(...described(`${type.name}.`, Object.values(type.getFields())));
    things.push(...described(`${type.name}.`, fieldsOf(type)));
    for (const field of fieldsOf(type)) things.push(...described(`${type.name}.${field.name}.`, field.args));
  }
  for (const directive of schema.getDirectives().filter((each) => !isSpecifiedDirective(each))) {
    things.push(...described('@', [directive]), ...described(`@${directive.name}.`, directive.args));
  }
  return things
    .filter(({ description }) => !description || description.trim().length < 5)
    .map(({ name }) => `${name} says nothing`);
}

/** Root fields that do not say who may ask for them. */
export function unguarded(schema: GraphQLSchema): string[] {
  return roots(schema).flatMap((root) =>
    fieldsOf(root).flatMap((field) => {
      const allow = field.astNode?.directives?.find(({ name }) => name.value === 'allow');
      const to = allow?.arguments?.find(({ name }) => name.value === 'to')?.value;
      return to?.kind === Kind.ENUM ? [] : [`${root.name}.${field.name} has no @allow`];
    }),
  );
}

/** Mutations that are not `verbNoun(input: VerbNounInput!): VerbNounPayload!` with `userErrors`. */
export function oddMutations(schema: GraphQLSchema): string[] {
  return fieldsOf(schema.getMutationType()).flatMap((field) => {
    const name = field.name.charAt(0).toUpperCase() + field.name.slice(1);
    const args = field.args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
    const payload = getNamedType(field.type);
    const errors = isObjectType(payload) ? payload.getFields()['userErrors'] : undefined;
    return [
      ...(/^[a-z]+[A-Z]/.test(field.name) ? [] : [`${field.name} is not called verbNoun`]),
      ...(args === `input: ${name}Input!` ? [] : [`${field.name} takes (${args}), not (input: ${name}Input!)`]),
      ...(String(field.type) === `${name}Payload!` ? [] : [`${field.name} answers ${String(field.type)}, not ${name}Payload!`]),
      ...(String(errors?.type) === '[UserError!]!' ? [] : [`${payload.name} has no userErrors: [UserError!]!`]),
      ...nullableResults(payload),
    ];
  });
}

/** Lists that can be asked for without an end: root lists that are no connections, and connections without a largest page. */
export function endlessLists(schema: GraphQLSchema): string[] {
  const queries = fieldsOf(schema.getQueryType())
    .filter(({ name, type, args }) => isList(type) && !closedLists.has(name) && !args.some((arg) => isList(arg.type)))
    .map(({ name }) => `Query.${name} is a list and no connection`);
  const connections = own(schema).flatMap((type) =>
    fieldsOf(type)
      .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
      .flatMap((field) => oddPages(`${type.name}.${field.name}`, field)),
  );
  return [...queries, ...connections];
}

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

function described(prefix: string, things: readonly Described[]): Described[] {
  return things.map(({ name, description }) => ({ name: prefix + name, description }));
}

function oddPages(name: string, field: GraphQLField<unknown, unknown>): string[] {
  const [first, after] = ['first', 'after'].map((wanted) => field.args.find((arg) => arg.name === wanted));
  const type = getNamedType(field.type);
  const has = isObjectType(type) ? Object.keys(type.getFields()) : [];
  const size: unknown = first?.defaultValue;
  const paged = first && getNamedType(first.type).name === 'Int' && typeof size === 'number' && size >= 1 && size <= largestPage;
  return [
    ...(paged ? [] : [`${name} has no first: Int with a default between 1 and ${String(largestPage)}`]),
    ...(first && !first.description?.includes(String(largestPage)) ? [`${name}(first) does not say the most it takes`] : []),
    ...(String(after?.type) === 'String' ? [] : [`${name} has no after: String`]),
    ...['edges', 'nodes', 'pageInfo'].filter((part) => !has.includes(part)).map((part) => `${type.name} has no ${part}`),
  ];
}

function nullableResults(payload: GraphQLNamedType): string[] {
  return fieldsOf(payload)
    .filter(({ name, type }) => name !== 'userErrors' && isNonNullType(type))
    .map(({ name }) => `${payload.name}.${name} must be nullable: there is none when the answer is no`);
}

function roots(schema: GraphQLSchema): GraphQLNamedType[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);
}

function own(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
}

function fieldsOf(type: GraphQLNamedType | null | undefined): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function isList(type: unknown): boolean {
  return isListType(type) || (isNonNullType(type) && isListType(type.ofType));
}
