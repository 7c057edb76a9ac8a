import { Readable, pipeline } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { UserError } from '#kernel';
import { textOf, type ImportFile } from './import-file.connector.js';
import { longestRow } from './json-pieces.js';

/** A row of a CSV file. */
export interface CsvRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** The rows of the file, the header first, as fast as they are taken; blank lines count and are left out. */
export async function* csvRows(file: ImportFile, progress: (bytes: number) => void): AsyncGenerator<CsvRow> {
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: longestRow });
  // a failure of any part reaches the parser, which throws it below
  pipeline(Readable.from(textOf(file, progress), { objectMode: true, highWaterMark: 1 }), parser, () => undefined);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number++;
      if (cells.length > 1 || cells[0]?.trim()) yield { number, cells };
    }
    progress(file.bytes);
  } catch (error) {
    throw broken(file.path, error);
  } finally {
    parser.destroy();
  }
}

function broken(path: string, error: unknown): unknown {
  const { code = '', message, lines } = error as Partial<CsvError> & { code?: string; message: string };
  if (!code.startsWith('CSV_')) return error;
  const at = typeof lines === 'number' ? ` at line ${lines}` : '';
  return new UserError('INVALID', `${path} is not whole CSV${at}: ${message}`);
}
