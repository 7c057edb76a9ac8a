import { UserError } from '#kernel';
import { csvRows } from './csv-rows.connector.js';
import { formatOf, type Format, type ImportFile } from './import-file.connector.js';
import type { Importer } from './importer.js';
import { jsonRow } from './json-row.js';
import { jsonElements, jsonLines } from './json-rows.connector.js';
import { mappedCells, mappingOf, type Mapping } from './mapping.js';
import { Header, type Row } from './row.js';

/** A file whose columns are known. */
export interface Table {
  readonly header: Header;
  /** The number of its header; 0: it has none. */
  readonly headerRow: number;
  /** The rows below the header, as fast as they are taken. */
  rows(progress: (bytes: number) => void): AsyncGenerator<Row>;
}

/** Opens a file for an import; `mapping` is the text of one. @throws UserError when the file is not what it should be */
export async function openTable(file: ImportFile, importer: Importer, mapping: string | null): Promise<Table> {
  const map = mapping === null ? null : mappingOf(mapping, importer.columns);
  const format = await formatOf(file);
  if (!importer.formats.includes(format))
    throw new UserError('INVALID', `${file.path} is ${format}: ${importer.kind} are read from ${importer.formats.join(', ')}`);
  const table = format === 'CSV' ? await csvTable(file, importer, map) : await jsonTable(file, format, importer, map);
  const missing = importer.required.find((column) => !table.header.has(column));
  if (missing !== undefined)
    throw new UserError('INVALID', `${file.path} has no column ${missing}: its first row has to name the columns`);
  return table;
}

async function csvTable(file: ImportFile, { columns }: Importer, map: Mapping | null): Promise<Table> {
  const names = await firstCells(file);
  const theirs = new Header(names, map ? namesIn(map) : columns);
  const said = map && new Set(columns.filter((column) => map[column] !== undefined));
  return {
    header: said ? new Header(columns, columns, said) : theirs,
    headerRow: 1,
    async *rows(progress) {
      for await (const row of csvRows(file, progress)) {
        if (row.number === 1) continue;
        yield map ? { number: row.number, cells: mappedCells(columns, map, (name) => theirs.raw(row, name)) } : row;
      }
    },
  };
}

async function jsonTable(file: ImportFile, format: Format, { columns }: Importer, map: Mapping | null): Promise<Table> {
  const pieces = format === 'JSON' ? jsonElements : jsonLines;
  const rows = async function* (progress: (bytes: number) => void): AsyncGenerator<Row> {
    for await (const { number, text } of pieces(file, progress)) yield jsonRow(number, text, columns, map);
  };
  let named = new Set<string>();
  for await (const { cells } of rows(() => undefined)) {
    named = new Set(columns.filter((_, index) => cells[index] !== undefined));
    break;
  }
  return { header: new Header(columns, columns, named), headerRow: 0, rows };
}

async function firstCells(file: ImportFile): Promise<readonly string[]> {
  for await (const { number, cells } of csvRows(file, () => undefined)) return number === 1 ? cells : [];
  return [];
}

function namesIn(map: Mapping): string[] {
  return Object.values(map).flatMap((rule) => (typeof rule === 'string' ? rule : (rule.from ?? [])));
}
