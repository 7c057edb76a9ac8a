import {
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { z } from 'zod';
import type { EventContract } from '#events';
import { diagram, type Machine } from '#kernel';

const root = /^(Query|Mutation|Subscription)$/;

/** The contracts of all libs as one file: types by name, root fields by name, each with its permission. */
export function schemaPage(files: readonly string[]): string {
  const definitions = files.flatMap((text) => parse(text, { noLocation: true }).definitions);
  const merged = definitions
    .filter((definition) => definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
    .map((definition) => (definition.kind === Kind.OBJECT_TYPE_DEFINITION ? extended(definition, definitions) : definition));
  const sorted = [...merged].sort((a, b) => compare(keyOf(a), keyOf(b)));
  return `# Printed by npm run print-docs\n\n${sorted.map(print).join('\n\n')}\n`;
}

/** Every event: when it is told, about what, and what it says. */
export function eventsPage(contracts: readonly EventContract<object>[]): string {
  const sections = [...contracts]
    .sort((a, b) => compare(a.type, b.type))
    .map(({ type, aggregate, schemaVersion, description, payload }) => {
      const fields = Object.entries(z.toJSONSchema(payload).properties ?? {});
      const rows = fields.map(([name, schema]) => `| \`${name}\` | ${typeText(schema)} |`);
      const facts = `Aggregate \`${aggregate}\`, payload version ${String(schemaVersion)}.`;
      return [`## ${type}`, '', description, '', facts, '', '| Field | Type |', '|---|---|', ...rows].join('\n');
    });
  return page('Events', 'What Cartwright tells, within and to the outside, by type.', sections);
}

/** Every state machine as a diagram. */
export function machinesPage(machines: readonly Machine<string>[]): string {
  const sections = [...machines]
    .sort((a, b) => compare(a.name, b.name))
    .map((machine) => [`## ${machine.name}`, '', '```mermaid', diagram(machine), '```'].join('\n'));
  return page('State machines', 'What state may follow which; anything else is refused.', sections);
}

/** What each permission opens. */
export function permissionsPage(files: readonly string[]): string {
  const definitions = files.flatMap((text) => parse(text, { noLocation: true }).definitions);
  const opened = definitions.flatMap((definition) =>
    isRoot(definition)
      ? (definition.fields ?? []).map((field) => ({
          field: `${definition.name.value}.${field.name.value}`,
          permission: allowOf(field),
        }))
      : [],
  );
  const permissions = definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'Permission' ? (definition.values ?? []) : [],
  );
  const sections = permissions.map(({ name, description }) => {
    const fields = opened.filter(({ permission }) => permission === name.value).map(({ field }) => `- \`${field}\``);
    return [`## ${name.value}`, '', description?.value ?? '', '', ...fields.sort(compare)].join('\n').trimEnd();
  });
  return page('Permissions', 'What a key may grant, and the root fields that ask for it.', sections);
}

function page(title: string, lead: string, sections: readonly string[]): string {
  return `${[`# ${title}`, `${lead} Printed by \`npm run print-docs\`.`, ...sections].join('\n\n')}\n`;
}

function extended(type: ObjectTypeDefinitionNode, definitions: readonly DefinitionNode[]): ObjectTypeDefinitionNode {
  const more = definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_EXTENSION && definition.name.value === type.name.value ? (definition.fields ?? []) : [],
  );
  const fields = [...(type.fields ?? []), ...more];
  return { ...type, fields: root.test(type.name.value) ? fields.sort((a, b) => compare(a.name.value, b.name.value)) : fields };
}

function isRoot(definition: DefinitionNode): definition is ObjectTypeDefinitionNode {
  const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
  return isObject && root.test(definition.name.value);
}

function allowOf({ directives }: FieldDefinitionNode): string {
  const allow: ConstDirectiveNode | undefined = directives?.find(({ name }) => name.value === 'allow');
  const value = allow?.arguments?.[0]?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
}

/** Root types first, then directives, then the rest by name. */
function keyOf(definition: DefinitionNode): string {
  const name = 'name' in definition ? (definition.name?.value ?? '') : '';
  const rank = root.test(name) ? 0 : definition.kind === Kind.DIRECTIVE_DEFINITION ? 1 : 2;
  return `${String(rank)} ${name}`;
}

/** A JSON schema in words. */
function typeText(schema: unknown): string {
  const {
    type,
    enum: values,
    items,
    properties,
    anyOf,
  } = schema as {
    type?: string | readonly string[];
    enum?: readonly string[];
    items?: unknown;
    properties?: Readonly<Record<string, unknown>>;
    anyOf?: readonly unknown[];
  };
  if (values) return values.map((value) => `\`${value}\``).join(' or ');
  if (anyOf) return anyOf.map(typeText).join(' or ');
  if (type === 'array') return `list of ${typeText(items)}`;
  if (properties)
    return `{ ${Object.entries(properties)
      .map(([name, inner]) => `${name}: ${typeText(inner)}`)
      .join(', ')} }`;
  return [type ?? 'anything'].flat().join(' or ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
