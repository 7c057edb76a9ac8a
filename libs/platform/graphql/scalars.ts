import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { isCurrency, parseInstant } from '#kernel';

const plainDecimal = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const longestShown = 40;

/** A scalar that is a text on the wire and a text inside; `read` returns it in its one spelling, or null for a no. */
function textScalar(
  name: string,
  expected: string,
  read: (text: string) => string | null,
  write = read,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown, node?: ValueNode): string => {
    const text = typeof value === 'string' ? read(value) : null;
    if (text !== null) return text;
    const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, longestShown)) : `a ${typeof value}`;
    throw new GraphQLError(`${name} must be ${expected}, not ${shown}`, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize(value) {
      const text = typeof value === 'string' ? write(value) : value instanceof Date ? write(value.toISOString()) : null;
      if (text === null) throw new TypeError(`a resolver gave ${name} a ${typeof value} that is not ${expected}`);
      return text;
    },
    parseValue: (value) => parse(value),
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING) return parse(node.value, node);
      throw new GraphQLError(`${name} must be ${expected}, as a string`, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
    },
  });
}

const decimal = (text: string): string | null => (plainDecimal.test(text) ? text : null);

/** Reads any RFC 3339 instant and writes it in UTC. */
function utc(text: string): string | null {
  const time = parseInstant(text);
  return time === null ? null : new Date(time).toISOString();
}

/** The scalars of the platform's schema by name, as resolvers. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  Decimal: textScalar('Decimal', 'a text of plain decimal digits such as "10.00"', decimal),
  DateTime: textScalar('DateTime', 'an instant such as "2027-03-28T22:00:00Z"', utc),
  CurrencyCode: textScalar('CurrencyCode', 'an ISO 4217 code such as "EUR"', (text) => (isCurrency(text) ? text : null)),
  CountryCode: textScalar('CountryCode', 'two capitals such as "DE"', (text) => (/^[A-Z]{2}$/.test(text) ? text : null)),
  JSON: new GraphQLScalarType({
    name: 'JSON',
    serialize: (value) => value,
    parseValue: (value) => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  }),
};
