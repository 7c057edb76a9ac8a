import { Injectable } from '@nestjs/common';
import { SegmentImportService, type ImportedMember } from '#customers';
import { CellReader } from '../cell-reader.js';
import { changeCounts, decideRows } from '../decide-rows.connector.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import type { RowInput } from '../refused-cells.js';
import type { Header, Unit } from '../row.js';
import { memberColumn, memberFields, readMember } from './read-member.js';

/** Who is in which segment, by e-mail address: nobody is taken out whom the file does not name. */
@Injectable()
export class SegmentsConnector implements Importer {
  readonly kind = 'segments';
  readonly columns = Object.values(memberColumn);
  readonly required = [memberColumn.segment, memberColumn.email];
  readonly formats = ['CSV', 'JSONL', 'JSON'] as const;
  readonly mostUnits = 1000;

  constructor(private readonly segments: SegmentImportService) {}

  begin(header: Header, around: Surroundings): Promise<Importing<RowInput<ImportedMember>>> {
    return Promise.resolve({
      // each batch counts its segments up
      independent: false,
      belongs: () => false,
      read: (unit: Unit): Reading<RowInput<ImportedMember>> => {
        const cells = new CellReader(header);
        return { draft: readMember(cells, unit), findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, header, around),
    });
  }

  private async decide(
    readings: readonly Reading<RowInput<ImportedMember>>[],
    header: Header,
    { context, options }: Surroundings,
  ): Promise<Decided> {
    const { saving, findings } = await decideRows(readings, options.policy, header, memberFields, (inputs) =>
      this.segments.saving(context, inputs),
    );
    return { writes: saving.writes, counts: changeCounts(readings.length, saving.saved), findings };
  }
}
