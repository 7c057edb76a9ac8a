import { textsAt } from '../fields.js';
import type { SelectorKind } from '../kinds.js';
import type { StandingLine } from '../standing.js';

/** A kind of selector that lists ids, of which an item must have one, where its ids are known: `{ type, ids: ['cat_…'] }`. */
export function listed(type: string, idsOf: (line: StandingLine) => readonly string[] | null): SelectorKind {
  return {
    type,
    keys: ['ids'],
    parse: (fields, path) => {
      const ids = textsAt(fields, 'ids', path);
      const wanted = new Set(ids);
      return {
        stored: { ids },
        needs: ids.map((id) => `${type}:${id}`),
        admits: (line) => idsOf(line)?.some((id) => wanted.has(id)) ?? null,
      };
    },
  };
}
