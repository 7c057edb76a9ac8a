/** What Postgres takes as a parameter: bigints and decimals travel as text, objects as JSON. */
export type Value = string | number | bigint | boolean | Date | null | Uint8Array | readonly Value[] | object;

/** A prepared statement: its SQL under a name, planned once per connection. `Row` is what it returns. */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Whether it shares a connection with others. */
  readonly quick: boolean;
  /** Makes a write of it; `rows` is how many rows it promises to touch, none: any number. */
  with(values: readonly Value[], promise?: { readonly rows: number }): Write<Row>;
}

/** One statement of a transaction, made by the repository that owns the table. */
export interface Write<Row = unknown> {
  readonly statement: Statement<Row>;
  readonly values: readonly Value[];
  readonly rows: number | null;
}

const names = new Set<string>();

/** Declares a prepared statement. The name says lib and purpose: `cart.save`. Made once, at module level. */
export function statement<Row>(name: string, text: string): Statement<Row> {
  return declared(name, text, false);
}

/**
 * Declares a read of a hot verb: well under a millisecond whatever is in the tables, and waiting for no lock, because the reads
 * behind it on the same connection wait for it.
 */
export function quickRead<Row>(name: string, text: string): Statement<Row> {
  return declared(name, text, true);
}

function declared<Row>(name: string, text: string, quick: boolean): Statement<Row> {
  if (names.has(name)) throw new Error(`two statements are called ${name}`);
  names.add(name);
  const made: Statement<Row> = {
    name,
    text,
    quick,
    with: (values, promise) => ({ statement: made, values, rows: promise?.rows ?? null }),
  };
  return made;
}
