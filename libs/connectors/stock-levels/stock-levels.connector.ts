import { Injectable } from '@nestjs/common';
import { InventoryService, type StockCount } from '#inventory';
import type { Id } from '#kernel';
import { Database } from '#platform/db';
import { CellReader } from '../cell-reader.js';
import { finding, rejects, type Finding } from '../finding.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import { LocationDirectory } from '../location-directory.repository.js';
import type { Header, Unit } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { variantsBySku } from '../variant-directory.repository.js';
import { readStock, stockColumn, type StockDraft } from './read-stock.js';

/** Stock CSV: sku, location, quantity. What is counted is what is there from now on. */
@Injectable()
export class StockLevelsConnector implements Importer {
  readonly kind = 'stock';
  readonly columns = Object.values(stockColumn);
  readonly required = [stockColumn.sku, stockColumn.quantity];
  readonly formats = ['CSV', 'JSONL', 'JSON'] as const;
  readonly mostUnits = 1000;

  constructor(
    private readonly db: Database,
    private readonly inventory: InventoryService,
    private readonly locations: LocationDirectory,
  ) {}

  async begin(header: Header, around: Surroundings): Promise<Importing<StockDraft>> {
    const places = await this.locations.all();
    const fallback =
      header.has(stockColumn.location) && !around.options.location ? null : await this.locations.requireOne(around);
    const seen = new SeenCodes();
    return {
      independent: true,
      belongs: () => false,
      read: ({ rows: [row] }: Unit): Reading<StockDraft> => {
        const cells = new CellReader(header);
        return { draft: row ? readStock(cells, row, around.options.location ?? null, seen) : null, findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, places, fallback, around),
    };
  }

  private async decide(
    readings: readonly Reading<StockDraft>[],
    places: ReadonlyMap<string, Id<'location'>>,
    fallback: Id<'location'> | null,
    { context, options }: Surroundings,
  ): Promise<Decided> {
    const findings: Finding[] = readings.flatMap((reading) => reading.findings);
    const drafts = readings.flatMap(({ draft, findings: own }) => (draft && !rejects(options.policy, own) ? [draft] : []));
    const variants = await variantsBySku(
      this.db,
      drafts.map(({ sku }) => sku),
    );
    const counts: StockCount[] = [];
    for (const { row, sku, location, onHand } of drafts) {
      const variantId = variants.get(sku);
      const locationId = location === null ? fallback : places.get(location);
      if (!variantId) findings.push(finding(row.number, stockColumn.sku, sku, 'there is no such SKU', 'REQUIRED'));
      if (!locationId)
        findings.push(finding(row.number, stockColumn.location, location, 'there is no such location', 'REQUIRED'));
      if (variantId && locationId) counts.push({ variantId, locationId, onHand, unavailable: null, backorder: null });
    }
    const changed = await this.changed(counts);
    return {
      writes: changed.length > 0 ? [this.inventory.importing(context, changed, context.requestId)] : [],
      counts: {
        rejected: readings.length - counts.length,
        stockChanged: changed.length,
        stockUnchanged: counts.length - changed.length,
      },
      findings,
    };
  }

  private async changed(counts: readonly StockCount[]): Promise<StockCount[]> {
    const levels = await this.inventory.levels([...new Set(counts.map(({ variantId }) => variantId))]);
    const known = new Map(levels.map(({ variantId, locationId, onHand }) => [`${variantId}:${locationId}`, onHand]));
    return counts.filter(({ variantId, locationId, onHand }) => known.get(`${variantId}:${locationId}`) !== onHand);
  }
}
