import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kind, parse, type DefinitionNode } from 'graphql';
import { conventionChoices, defaultConventions } from '#engine';

const { definitions } = parse(readFileSync(fileURLToPath(new URL('conventions.graphql', import.meta.url)), 'utf8'));
const choices: Readonly<Record<string, readonly string[]>> = conventionChoices;

/** What one may choose of each field of a type, the name of the field first. */
function fieldsOf(name: string): Map<string, { readonly values: string[]; readonly said: string }> {
  const found = definitions.find((each) => 'name' in each && each.name?.value === name);
  if (found?.kind !== Kind.OBJECT_TYPE_DEFINITION && found?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return new Map();
  return new Map(
    (found.fields ?? []).map((field) => {
      const type = field.type.kind === Kind.NON_NULL_TYPE ? field.type.type : field.type;
      const values = type.kind === Kind.NAMED_TYPE ? valuesOf(type.name.value) : [];
      return [field.name.value, { values, said: field.description?.value ?? '' }];
    }),
  );
}

function valuesOf(name: string): string[] {
  const isIt = (each: DefinitionNode) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === name;
  return definitions
    .filter(isIt)
    .flatMap((each) => ('values' in each ? (each.values ?? []) : []).map((value) => value.name.value));
}

describe('the conventions of the API', () => {
  it.each(['ChannelConventions', 'ChannelConventionsInput'])(
    '%s: each of the engine, with every choice, the default first',
    (name) => {
      const fields = [...fieldsOf(name)].map(([field, { values }]) => [field, values]);
      expect(Object.fromEntries(fields)).toEqual(choices);
      expect(fields.map(([field]) => field)).toEqual(Object.keys(choices));
    },
  );

  it('say of each what holds where nothing is said', () => {
    for (const [field, { said }] of fieldsOf('ChannelConventionsInput'))
      expect(said).toMatch(new RegExp(`; ${defaultConventions[field as keyof typeof defaultConventions]} unless said\\.$`));
  });

  it('begin with what holds where a channel declares nothing', () => {
    expect(Object.fromEntries(Object.entries(choices).map(([key, [first]]) => [key, first]))).toEqual(defaultConventions);
  });
});
