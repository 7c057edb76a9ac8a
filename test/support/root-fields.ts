import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** A request for one root field, with as little as the schema lets it be asked for with. */
export interface RootField {
  /** `Query.product`. */
  readonly name: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const samples: Readonly<Record<string, unknown>> = {
  ID: 'x',
  String: 'x',
  Int: 1,
  Float: 1,
  Boolean: true,
  Decimal: '1',
  DateTime: '2027-01-01T00:00:00.000Z',
  CurrencyCode: 'EUR',
  CountryCode: 'DE',
  JSON: {},
};

/** Every root field of the schema, taken from the schema itself. */
export function rootFields(schema: GraphQLSchema): RootField[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => {
      const required = field.args.filter(isRequiredArgument);
      const declared = required.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
      const given = required.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
      const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
      return {
        name: `${String(type?.name)}.${field.name}`,
        operation,
        query: `${operation}${declared && ` (${declared})`} { ${field.name}${given && `(${given})`}${selection} }`,
        variables: Object.fromEntries(required.map((arg) => [arg.name, sampleOf(arg.type)])),
      };
    }),
  );
}

/** Some value that the type takes. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [sampleOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) {
    if (!(type.name in samples)) throw new Error(`what does a ${type.name} look like? Say so in test/support/root-fields.ts`);
    return samples[type.name];
  }
  const fields = Object.values(type.getFields());
  const wanted = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return Object.fromEntries(wanted.map((field) => [field.name, sampleOf(field.type)]));
}
