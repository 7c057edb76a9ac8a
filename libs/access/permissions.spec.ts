import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { permissions } from './permissions.js';

test('the catalogue and the schema know the same permissions', () => {
  const text = readFileSync(new URL('../platform/graphql/platform.graphql', import.meta.url), 'utf8');
  const type = buildSchema(`${text} extend type Mutation { none: Int }`).getType('Permission');
  expect(isEnumType(type) && type.getValues().map(({ name }) => name)).toEqual(['EVERYONE', 'CUSTOMER', ...permissions]);
});
