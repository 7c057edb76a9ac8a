import type { Context, CurrencyCode } from '#kernel';
import type { Write } from '#platform/db';
import type { Counts } from './counts.js';
import type { Finding, Policy } from './finding.js';
import type { Format, ImportFile } from './import-file.connector.js';
import type { Header, Row, Unit } from './row.js';
import type { Table } from './table.connector.js';

/** What a file holds. */
export const importKinds = [
  'products',
  'stock',
  'prices',
  'locations',
  'customers',
  'segments',
  'organizations',
  'taxes',
] as const;

/** What a file can hold. */
export type ImportKind = (typeof importKinds)[number];

/** What the operator decides about an import; what is left out follows from the shop. */
export interface ImportOptions {
  readonly policy: Policy;
  readonly currency?: string;
  /** The code of the location that stock without one lies at. */
  readonly location?: string;
  /** The language of the texts. */
  readonly locale?: string;
  /** How a base price list is entered that has to be made first. */
  readonly entry?: 'NET' | 'GROSS';
  /** The text of a mapping: which of the file's columns each of ours is. */
  readonly mapping?: string;
}

/** In whose name and with what an import works. */
export interface Surroundings {
  readonly context: Context;
  readonly currency: CurrencyCode;
  readonly options: ImportOptions;
  /** False: look only, as for a dry run. */
  readonly writing: boolean;
}

/** One thing read from its rows; null when there is nothing in them that could be imported. */
export interface Reading<Draft> {
  readonly draft: Draft | null;
  readonly findings: readonly Finding[];
}

/** What a batch comes to: the writes for its transaction, what they will have done, and what was wrong in it. */
export interface Decided {
  readonly writes: readonly Write[];
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

/** A file that is being imported. */
export interface Importing<Draft> {
  /** Whether no two batches write the same rows, so that one can be decided while the one before is being written. */
  readonly independent: boolean;
  /** Whether the next row tells more of the thing that the first row began. */
  belongs(first: Row, next: Row): boolean;
  /** Reads one thing; called for all of the file in its order. */
  read(unit: Unit): Reading<Draft>;
  /** Decides a batch on the state of the shop; may be called again for the same batch. */
  decide(readings: readonly Reading<Draft>[]): Promise<Decided>;
}

/** A kind of file. */
export interface Importer {
  readonly kind: ImportKind;
  /** The columns that it looks at. */
  readonly columns: readonly string[];
  /** Those that have to be there. */
  readonly required: readonly string[];
  /** What it may be written as. */
  readonly formats: readonly Format[];
  /** Things that are written in one transaction. */
  readonly mostUnits: number;
  /** Opens a file that is no table of columns. @throws UserError when it is not what it should be */
  table?(file: ImportFile): Promise<Table>;
  /** Begins with a file; makes what has to be there first when it is going to write. @throws UserError when the shop lacks something */
  begin(header: Header, surroundings: Surroundings): Promise<Importing<unknown>>;
}
