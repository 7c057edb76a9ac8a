import { currencies } from '#kernel';
import { actionKinds, conditionKinds, selectorKinds } from '../promotions/registry.js';
import { asideShapes } from './aside.js';
import { scenarioShapes } from './scenario.js';
import type { Schema } from './shape.js';

/** The JSON Schema, draft 2020-12, of a scenario's file: made of what the file is read by. */
export function scenarioSchema(): Schema {
  const properties = Object.fromEntries(Object.keys(scenarioShapes).map((key) => [key, { $ref: `#/$defs/${key}` }]));
  const needed = Object.entries(scenarioShapes)
    .filter(([, shape]) => !('missing' in shape))
    .map(([key]) => key);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A scenario of Cartwright: terms, a basket, and what it must come to',
    type: 'object',
    properties: {
      ...Object.fromEntries(Object.entries(asideShapes).map(([key, { schema }]) => [key, schema])),
      ...properties,
      cases: {
        description: 'Several baskets: what a case says takes the place of what the file says under the same name.',
        type: 'array',
        minItems: 1,
        items: { type: 'object', properties, additionalProperties: false },
      },
    },
    additionalProperties: false,
    anyOf: [{ required: ['cases'] }, { required: needed }],
    $defs: {
      ...Object.fromEntries(Object.entries(scenarioShapes).map(([key, { schema }]) => [key, schema])),
      currency: { type: 'string', enum: [...currencies.keys()] },
      condition: oneOfKinds(conditionKinds, {
        items: selector,
        conditions: { type: 'array', items: { $ref: '#/$defs/condition' } },
      }),
      action: oneOfKinds(actionKinds, { items: selector }),
      selector: oneOfKinds(selectorKinds, { items: { type: 'array', items: selector } }),
    },
  };
}

const selector: Schema = { $ref: '#/$defs/selector' };

/** One of the kinds, with the keys that it reads. What is under them is the kind's own to read, but for other definitions. */
function oneOfKinds(
  kinds: readonly { readonly type: string; readonly keys: readonly string[] }[],
  nested: Readonly<Record<string, Schema>>,
): Schema {
  return {
    oneOf: kinds.map(({ type, keys }) => ({
      type: 'object',
      properties: { type: { const: type }, ...Object.fromEntries(keys.map((key) => [key, nested[key] ?? {}])) },
      required: ['type'],
      additionalProperties: false,
    })),
  };
}
