import { UserError } from '#kernel';
import { textAt, textsAt } from '../fields.js';
import type { SelectorKind } from '../kinds.js';

/**
 * `{ "type": "attribute", "code": "brand", "values": ["Acme", "Zenith"] }`: items with one of these values, compared to the letter.
 * An item without the attribute, or of which nothing is known, is not among them.
 */
export const attribute: SelectorKind = {
  type: 'attribute',
  keys: ['code', 'values'],
  parse: (fields, path) => {
    const code = textAt(fields, 'code', path);
    if (code.length < 1 || code.length > 60)
      throw new UserError('INVALID', 'code must have 1 to 60 characters', [...path, 'code'], { min: 1, max: 60 });
    const values = textsAt(fields, 'values', path);
    const wanted = new Set(values);
    return {
      stored: { code, values },
      needs: values.map((value) => `attribute:${code}=${value}`),
      admits: ({ line: { item } }) => {
        if (item === undefined) return null;
        return Object.hasOwn(item.attributes, code) && (item.attributes[code] ?? []).some((each) => wanted.has(each));
      },
    };
  },
};
