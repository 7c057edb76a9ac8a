import { Injectable } from '@nestjs/common';
import { FloorPricesService, PriceListService, PricingService, type FloorPrice, type PriceList } from '#pricing';
import type { CurrencyCode } from '#kernel';
import { Database } from '#platform/db';
import { CellReader } from '../cell-reader.js';
import { finding, rejects, type Finding } from '../finding.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import type { Header, Unit } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { variantsBySku } from '../variant-directory.repository.js';
import { changedRows, mergeTiers, type FoundPrice } from './merge-tiers.js';
import { priceColumn, readPrice, type ListOf, type PriceDraft } from './read-price.js';

/** Price CSV: sku, list or currency, amount, and where wanted min_quantity, compare_at and floor. A row sets one tier, the others stay. */
@Injectable()
export class PriceRowsConnector implements Importer {
  readonly kind = 'prices';
  readonly columns = Object.values(priceColumn);
  readonly required = [priceColumn.sku, priceColumn.amount];
  readonly formats = ['CSV', 'JSONL', 'JSON'] as const;
  readonly mostUnits = 1000;

  constructor(
    private readonly db: Database,
    private readonly prices: PricingService,
    private readonly lists: PriceListService,
    private readonly floors: FloorPricesService,
  ) {}

  async begin(header: Header, around: Surroundings): Promise<Importing<PriceDraft>> {
    const all = await this.lists.all();
    const listOf = await this.listFinder(all);
    const currencies = new Map(all.map(({ id, currency }) => [id, currency]));
    const seen = new SeenCodes();
    return {
      independent: false,
      belongs: () => false,
      read: ({ rows: [row] }: Unit): Reading<PriceDraft> => {
        const cells = new CellReader(header);
        return { draft: row ? readPrice(cells, row, around.currency, listOf, seen) : null, findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, listOf, currencies, around),
    };
  }

  private async decide(
    readings: readonly Reading<PriceDraft>[],
    listOf: ListOf,
    currencies: ReadonlyMap<string, CurrencyCode>,
    around: Surroundings,
  ): Promise<Decided> {
    const findings: Finding[] = readings.flatMap((reading) => reading.findings);
    const drafts = readings.flatMap(({ draft, findings: own }) => (draft && !rejects(around.options.policy, own) ? [draft] : []));
    const variants = await variantsBySku(
      this.db,
      drafts.map(({ sku }) => sku),
    );
    const found = drafts.flatMap((draft): FoundPrice[] => {
      const variantId = variants.get(draft.sku);
      const listId = listOf(draft);
      const note = (column: string, value: string, reason: string) =>
        findings.push(finding(draft.row.number, column, value, reason, 'REQUIRED'));
      if (!variantId) note(priceColumn.sku, draft.sku, 'there is no such SKU');
      if (!listId && draft.list !== null) note(priceColumn.list, draft.list, 'there is no such price list');
      if (!listId && draft.list === null)
        note(priceColumn.currency, draft.currency, 'there is no base price list in this currency');
      return variantId && listId ? [{ draft, variantId, listId }] : [];
    });
    const known = await this.known(found);
    const inputs = mergeTiers(found, known);
    const { writes, refusals } = await this.prices.savingPrices(inputs, around.context);
    if (refusals[0]) throw refusals[0].error;
    const pricesChanged = changedRows(found, inputs, known);
    const floors = await this.floors.saving(floorsIn(found, currencies));
    return {
      writes: [...writes, ...floors],
      counts: { rejected: readings.length - found.length, pricesChanged, pricesUnchanged: found.length - pricesChanged },
      findings,
    };
  }

  private async known(found: readonly FoundPrice[]) {
    const lists = [...new Set(found.map(({ listId }) => listId))];
    const prices = await Promise.all(
      lists.map((list) =>
        this.prices.pricesOf(list, [...new Set(found.filter(({ listId }) => listId === list).map(({ variantId }) => variantId))]),
      ),
    );
    return prices.flat();
  }

  /** Lists by code, and base lists by currency. */
  private async listFinder(all: readonly PriceList[]): Promise<ListOf> {
    const byCode = new Map(all.map(({ code, id }) => [code, id]));
    const currencies = [...new Set(all.map(({ currency }) => currency))];
    const bases = new Map(
      await Promise.all(currencies.map(async (currency) => [currency, (await this.lists.base(currency))?.id] as const)),
    );
    return ({ list, currency }) => (list === null ? bases.get(currency) : byCode.get(list));
  }
}

/** The least prices that rows say, the last of a variant and currency. */
function floorsIn(found: readonly FoundPrice[], currencies: ReadonlyMap<string, CurrencyCode>): FloorPrice[] {
  const floors = new Map<string, FloorPrice>();
  for (const { draft, variantId, listId } of found) {
    const currency = currencies.get(listId);
    if (draft.floor !== undefined && currency)
      floors.set(`${variantId} ${currency}`, { variantId, currency, amount: draft.floor });
  }
  return [...floors.values()];
}
