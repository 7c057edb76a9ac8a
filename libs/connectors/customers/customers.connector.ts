import { Injectable } from '@nestjs/common';
import { CustomerImportService, type ImportedCustomer } from '#customers';
import { CellReader } from '../cell-reader.js';
import { changeCounts, decideRows } from '../decide-rows.connector.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import type { RowInput } from '../refused-cells.js';
import type { Header, Row, Unit } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { customerColumn, customerFields, emailKey, readCustomer } from './read-customer.js';

/** Customers by e-mail address: new ones cannot sign in before they have set a password; nothing is taken from old ones. */
@Injectable()
export class CustomersConnector implements Importer {
  readonly kind = 'customers';
  readonly columns = Object.values(customerColumn);
  readonly required = [customerColumn.email];
  readonly formats = ['CSV', 'JSONL', 'JSON'] as const;
  readonly mostUnits = 1000;

  constructor(private readonly customers: CustomerImportService) {}

  begin(header: Header, around: Surroundings): Promise<Importing<RowInput<ImportedCustomer>>> {
    const seen = new SeenCodes();
    const keyOf = (row: Row) => emailKey(header.text(row, customerColumn.email));
    return Promise.resolve({
      independent: true,
      belongs: (first: Row, next: Row) => !!keyOf(first) && keyOf(first) === keyOf(next),
      read: (unit: Unit): Reading<RowInput<ImportedCustomer>> => {
        const cells = new CellReader(header);
        return { draft: readCustomer(cells, unit, seen), findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, header, around),
    });
  }

  private async decide(
    readings: readonly Reading<RowInput<ImportedCustomer>>[],
    header: Header,
    { context, options }: Surroundings,
  ): Promise<Decided> {
    const { saving, findings } = await decideRows(readings, options.policy, header, customerFields, (inputs) =>
      this.customers.saving(context, inputs),
    );
    return { writes: saving.writes, counts: changeCounts(readings.length, saving.saved), findings };
  }
}
