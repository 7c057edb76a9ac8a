// Writes libs/platform/graphql/generated/types.ts: the schema of all libs as TypeScript types, for resolvers and services.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { plugin } from '@graphql-codegen/typescript';
import { buildASTSchema, concatAST, parse, Source } from 'graphql';
import { filesUnder } from './files.mjs';

const target = 'libs/platform/graphql/generated/types.ts';

/** Scalars as they travel; a scalar that is not named here has to be looked at before it is used. */
const scalars = {
  ID: 'string',
  Decimal: 'string',
  DateTime: 'string',
  CurrencyCode: 'string',
  CountryCode: 'string',
  LanguageCode: 'string',
};

const documents = filesUnder('libs', '.graphql').map((file) => parse(new Source(readFileSync(file, 'utf8'), file)));
const schema = buildASTSchema(concatAST(documents));
const types = await plugin(schema, [], {
  scalars,
  defaultScalarType: 'unknown',
  enumsAsTypes: true,
  immutableTypes: true,
  skipTypename: true,
  declarationKind: 'interface',
  maybeValue: 'T | null',
  inputMaybeValue: 'T | null | undefined',
});

mkdirSync(dirname(target), { recursive: true });
writeFileSync(
  target,
  `// Generated from libs/**/*.graphql by scripts/codegen.mjs: not to be edited.\n${[...types.prepend, types.content].join('\n')}\n`,
);
