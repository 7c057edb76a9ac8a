import { Injectable } from '@nestjs/common';
import { ChannelsService } from '#channels';
import { LocationService, type NewLocation } from '#inventory';
import { CellReader } from '../cell-reader.js';
import { changeCounts, decideRows } from '../decide-rows.connector.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import type { RowInput } from '../refused-cells.js';
import type { Header, Unit } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { locationColumn, locationFields, readLocation } from './read-location.js';

/** Locations by code: new ones are made, others take what is said of them. */
@Injectable()
export class LocationsConnector implements Importer {
  readonly kind = 'locations';
  readonly columns = Object.values(locationColumn);
  readonly required = [locationColumn.code];
  readonly formats = ['CSV', 'JSONL', 'JSON'] as const;
  readonly mostUnits = 1000;

  constructor(
    private readonly locations: LocationService,
    private readonly channels: ChannelsService,
  ) {}

  async begin(header: Header, around: Surroundings): Promise<Importing<RowInput<NewLocation>>> {
    const entities = await this.channels.legalEntities();
    const byCode = new Map(entities.map(({ code, id }) => [code, id]));
    const [only, ...others] = entities;
    const entityOf = (code: string | null) => (code === null ? (others.length === 0 ? only?.id : undefined) : byCode.get(code));
    const seen = new SeenCodes();
    return {
      // an external code may have been given up by the batch before
      independent: false,
      belongs: () => false,
      read: ({ rows: [row] }: Unit): Reading<RowInput<NewLocation>> => {
        const cells = new CellReader(header);
        return { draft: row ? readLocation(cells, row, entityOf, seen) : null, findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, header, around),
    };
  }

  private async decide(
    readings: readonly Reading<RowInput<NewLocation>>[],
    header: Header,
    { options }: Surroundings,
  ): Promise<Decided> {
    const { saving, findings } = await decideRows(readings, options.policy, header, locationFields, (inputs) =>
      this.locations.savingLocations(inputs),
    );
    return { writes: saving.writes, counts: changeCounts(readings.length, saving.saved), findings };
  }
}
