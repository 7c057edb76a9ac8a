import { finding } from './finding.js';
import type { Importing, Reading } from './importer.js';
import { Units, type Header, type Unit } from './row.js';
import type { Table } from './table.connector.js';

/** Characters that are, if there are fewer units: long texts must not fill the memory. */
const mostCharacters = 4_000_000;

/** Some consecutive units of a file. */
export interface Batch<Draft> {
  readonly readings: readonly Reading<Draft>[];
  readonly rows: number;
  /** The last row of the last unit. */
  readonly last: number;
}

/** The whole file in batches; what lies before `after` is read too, as later rows may repeat its codes, but not given. */
export async function* batchesOf<Draft>(
  table: Table,
  importing: Importing<Draft>,
  mostUnits: number,
  after: number,
  progress: (bytes: number) => void,
): AsyncGenerator<Batch<Draft>> {
  const { header, headerRow } = table;
  const units = new Units((first, next) => importing.belongs(first, next));
  let readings: Reading<Draft>[] = [];
  let rows = 0;
  let size = 0;
  let before = headerRow;
  const take = (unit: Unit | null): Batch<Draft> | null => {
    if (!unit) return null;
    const reading = read(header, importing, unit);
    if (unit.last <= after) {
      before = unit.last;
      return null;
    }
    readings.push(reading);
    size += unit.size;
    rows += unit.last - before;
    before = unit.last;
    return readings.length >= mostUnits || size >= mostCharacters ? flush() : null;
  };
  const flush = (): Batch<Draft> => {
    const batch = { readings, rows, last: before };
    readings = [];
    rows = 0;
    size = 0;
    return batch;
  };
  for await (const row of table.rows(progress)) {
    const full = take(units.next(row));
    if (full) yield full;
  }
  const full = take(units.end());
  if (full) yield full;
  else if (readings.length > 0) yield flush();
}

function read<Draft>(header: Header, importing: Importing<Draft>, unit: Unit): Reading<Draft> {
  const bad = unit.rows.find(({ problem }) => problem !== undefined);
  if (bad) return { draft: null, findings: [finding(bad.number, null, null, bad.problem ?? '', 'REQUIRED')] };
  const { draft, findings } = importing.read(unit);
  const spilt = unit.rows
    .filter((row) => header.overflows(row))
    .map((row) => finding(row.number, null, row.cells.at(-1), 'more cells than the header has columns', 'REQUIRED'));
  return { draft, findings: spilt.length > 0 ? [...findings, ...spilt] : findings };
}
