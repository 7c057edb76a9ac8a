import { Injectable } from '@nestjs/common';
import { UserError } from '#kernel';
import { TaxImportService, type CountryTable } from '#tax';
import { changeCounts } from '../decide-rows.connector.js';
import { finding, rejects, type Finding } from '../finding.js';
import { textOf, type ImportFile } from '../import-file.connector.js';
import type { Decided, Importer, Importing, Reading } from '../importer.js';
import { Header, type Row, type Unit } from '../row.js';
import type { Table } from '../table.connector.js';
import { readEntry, taxEntries, type TaxEntry } from './tax-file.js';

/** The largest file in bytes: it is read as a whole. */
const mostBytes = 16_000_000;

const columns = ['entry'];

interface Draft {
  readonly row: number;
  readonly path: string;
  readonly table: CountryTable;
}

/** Tables of tax rates as JSON: a row is a country, and a finding names the path in the file. */
@Injectable()
export class TaxTablesConnector implements Importer {
  readonly kind = 'taxes';
  readonly columns = columns;
  readonly required = [];
  readonly formats = ['JSON'] as const;
  readonly mostUnits = 1000;

  constructor(private readonly tax: TaxImportService) {}

  /** The countries of the file. @throws UserError when it is no table of tax rates */
  async table(file: ImportFile): Promise<Table> {
    let text = '';
    for await (const chunk of textOf(file, () => undefined)) {
      text += chunk;
      if (text.length > mostBytes) throw new UserError('INVALID', `${file.path} is too large to be a table of tax rates`);
    }
    const rows = taxEntries(text).map((entry, index): Row => ({ number: index + 1, cells: [JSON.stringify(entry)] }));
    return {
      header: new Header(columns, columns),
      headerRow: 0,
      async *rows(progress) {
        yield* rows;
        progress(file.bytes);
      },
    };
  }

  async begin(header: Header): Promise<Importing<Draft>> {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
    return {
      independent: false,
      belongs: () => false,
      read: ({ rows: [row] }: Unit): Reading<Draft> => {
        if (!row) return { draft: null, findings: [] };
        const entry = JSON.parse(header.raw(row, 'entry') ?? '') as TaxEntry;
        const { country, path } = entry;
        const { periods, findings } = readEntry(row.number, entry);
        if (rejects('reject-row', findings)) return { draft: null, findings };
        const table = { country, zoneName: names.of(country) ?? country, periods };
        return { draft: { row: row.number, path, table }, findings };
      },
      decide: (readings) => this.decide(readings),
    };
  }

  private async decide(readings: readonly Reading<Draft>[]): Promise<Decided> {
    const drafts = readings.flatMap(({ draft }) => draft ?? []);
    const { writes, saved, refusals, ratesMade, ratesEnded } = await this.tax.saving(drafts.map(({ table }) => table));
    const refused = refusals.flatMap(({ index, error }): Finding[] => {
      const draft = drafts[index];
      return draft ? [finding(draft.row, draft.path, draft.table.country, error.message, 'REQUIRED')] : [];
    });
    return {
      writes,
      counts: { ...changeCounts(readings.length, saved), ratesMade, ratesEnded },
      findings: [...readings.flatMap(({ findings }) => findings), ...refused],
    };
  }
}
