import { buildSchema, isEnumType } from 'graphql';
import { readFileSync } from 'node:fs';
import { userErrorCodes } from '#kernel';

const schema = buildSchema(
  `${readFileSync(new URL('./platform.graphql', import.meta.url), 'utf8')} extend type Mutation { none: Int } extend type Subscription { none: Int }`,
);

const valuesOf = (name: string): string[] => {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`${name} is no enum`);
  return type.getValues().map((value) => value.name);
};

test('the schema and the code know the same user error codes', () => {
  expect(valuesOf('UserErrorCode')).toEqual([...userErrorCodes]);
});
