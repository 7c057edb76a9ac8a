import { UserError } from './user-error.js';

/** The most that one page holds. */
export const largestPage = 100;

/** What to read for a page: one row more than asked, to know whether there is a next page. */
export interface PageRequest {
  readonly first: number;
  /** The sort key of the last row seen; none: from the start. */
  readonly after: readonly string[] | null;
}

/** One node of a page with the cursor that stands for its place. */
export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A Relay connection, walked forwards by keyset; it never counts. */
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Checks a field's paging arguments. @throws UserError INVALID naming the argument */
export function pageRequest(args: { first?: number | null; after?: string | null }): PageRequest {
  const first = args.first ?? 20;
  if (!Number.isInteger(first) || first < 1 || first > largestPage)
    throw new UserError('INVALID', `first must be between 1 and ${largestPage}`, ['first'], { min: 1, max: largestPage });
  return { first, after: args.after == null ? null : keyOf(args.after) };
}

/** Makes the connection from up to `first + 1` rows; `key` is the sort key of a row. */
export function connection<T>(rows: readonly T[], request: PageRequest, key: (row: T) => readonly string[]): Connection<T> {
  const nodes = rows.slice(0, request.first);
  const edges = nodes.map((node) => ({ cursor: cursorOf(key(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > request.first,
      hasPreviousPage: request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** The cursor that stands for a sort key: what lists give, where the place is known otherwise. */
export function cursorOf(key: readonly string[]): string {
  return btoa(encodeURIComponent(JSON.stringify(key)));
}

function keyOf(cursor: string): readonly string[] {
  try {
    const key: unknown = JSON.parse(decodeURIComponent(atob(cursor)));
    if (Array.isArray(key) && key.every((part) => typeof part === 'string')) return key;
  } catch {
    // not a cursor of ours: answered below
  }
  throw new UserError('INVALID', 'after is not a cursor that this list has given', ['after']);
}
