import { Injectable } from '@nestjs/common';
import { CatalogService, type SavedProduct } from '#catalog';
import { InventoryService } from '#inventory';
import { UserError, type Id } from '#kernel';
import { PriceListService, PricingService } from '#pricing';
import { TaxService } from '#tax';
import { CellReader } from '../cell-reader.js';
import { plus } from '../counts.js';
import { rejects, type Finding } from '../finding.js';
import type { Decided, Importer, Importing, Reading, Surroundings } from '../importer.js';
import { LocationDirectory } from '../location-directory.repository.js';
import type { Header, Row, Unit } from '../row.js';
import { SeenCodes } from '../seen-codes.js';
import { basePriceList } from './base-price-list.connector.js';
import { column, columns } from './columns.js';
import type { ProductDraft } from './draft.js';
import { changedLevels, priceInputs, type Offered } from './offers.js';
import { readProduct } from './read-product.js';
import { exemptTaxClass } from './read-variant.js';
import { refusedField } from './refused-field.js';

/** What the products of a file are imported into; a list that a dry run would have to make is null. */
interface Target {
  readonly list: string | null;
  readonly locationId: Id<'location'>;
  /** Whether there is a tax class for what is not taxed. */
  readonly exempt: boolean;
}

/** Shopify's product CSV: products with variants, pictures, prices and stock. */
@Injectable()
export class ShopifyProductsConnector implements Importer {
  readonly kind = 'products';
  readonly columns = columns;
  readonly required = [column.handle];
  readonly formats = ['CSV'] as const;
  readonly mostUnits = 250;

  constructor(
    private readonly catalog: CatalogService,
    private readonly prices: PricingService,
    private readonly lists: PriceListService,
    private readonly inventory: InventoryService,
    private readonly tax: TaxService,
    private readonly locations: LocationDirectory,
  ) {}

  async begin(header: Header, around: Surroundings): Promise<Importing<ProductDraft>> {
    const locale = around.options.locale ?? around.context.locales[0] ?? 'en';
    const target: Target = {
      locationId: await this.locations.requireOne(around),
      list: await basePriceList(this.lists, around),
      exempt: await this.taxClasses(around),
    };
    const seen = new SeenCodes();
    return {
      independent: true,
      belongs: (first: Row, next: Row) => header.text(first, column.handle) === header.text(next, column.handle),
      read: (unit: Unit): Reading<ProductDraft> => {
        const cells = new CellReader(header);
        return { draft: readProduct(cells, unit, locale, seen), findings: cells.findings };
      },
      decide: (readings) => this.decide(readings, target, around),
    };
  }

  private async decide(readings: readonly Reading<ProductDraft>[], target: Target, around: Surroundings): Promise<Decided> {
    const { drafts, saving, findings } = await this.saved(readings, target, around);
    const offered = drafts.flatMap((draft, index): Offered[] =>
      (saving.products[index]?.variants ?? []).flatMap(({ id, created }, position) => {
        const offer = draft.offers[position];
        return offer ? [{ variantId: id, created, offer }] : [];
      }),
    );
    const pricing = await this.pricing(offered, target, around);
    const stock = await this.counting(offered, target, around);
    const rejected = readings.length - drafts.length;
    return {
      writes: [...saving.writes, ...pricing.writes, ...stock.writes],
      counts: plus(countsOf(saving.products), { products: readings.length, rejected }, pricing.counts, stock.counts),
      findings,
    };
  }

  /** Decides the products, again and again without what the catalog refuses, until it refuses nothing more. */
  private async saved(readings: readonly Reading<ProductDraft>[], target: Target, { context, options }: Surroundings) {
    const { policy } = options;
    const findings: Finding[] = readings.flatMap((reading) => reading.findings);
    let drafts = readings.flatMap(({ draft, findings: own }) => (draft && !rejects(policy, own) ? [draft] : []));
    for (;;) {
      const inputs = drafts.map(({ input }) => (target.exempt ? input : withoutExemption(input)));
      const saving = await this.catalog.savingProducts(inputs, context, { pathOf: (index) => [index] });
      if (saving.refusals.length === 0) return { drafts, saving, findings };
      const refused = new Map(saving.refusals.map(({ index, error }) => [index, error]));
      drafts = drafts.flatMap((draft, index) => {
        const error = refused.get(index);
        if (!error) return [draft];
        const { finding, without } = refusedField(draft, error);
        findings.push(finding);
        return without && !rejects(policy, [finding]) ? [without] : [];
      });
    }
  }

  private async pricing(offered: readonly Offered[], { list }: Target, { context }: Surroundings) {
    const priced = offered.filter(({ offer }) => offer.price);
    if (list === null) return { writes: [], counts: { pricesChanged: priced.length, pricesUnchanged: 0 } };
    const old = priced.filter(({ created }) => !created).map(({ variantId }) => variantId);
    const known = old.length > 0 ? await this.prices.pricesOf(list, old) : [];
    const { writes, prices, refusals } = await this.prices.savingPrices(priceInputs(priced, list, known), context);
    if (refusals[0]) throw refusals[0].error;
    const pricesChanged = prices.filter((price) => price?.changed).length;
    return { writes, counts: { pricesChanged, pricesUnchanged: prices.length - pricesChanged } };
  }

  private async counting(offered: readonly Offered[], { locationId }: Target, { context }: Surroundings) {
    const counted = offered.filter(({ offer }) => offer.onHand !== undefined);
    const old = counted.filter(({ created }) => !created).map(({ variantId }) => variantId);
    const known = old.length > 0 ? await this.inventory.levels(old, [locationId]) : [];
    const changed = changedLevels(counted, locationId, known);
    return {
      writes: changed.length > 0 ? [this.inventory.importing(context, changed, context.requestId)] : [],
      counts: { stockChanged: changed.length, stockUnchanged: counted.length - changed.length },
    };
  }

  /** Whether the class of what is not taxed exists; made when it does not and the import writes. */
  private async taxClasses({ context, writing }: Surroundings): Promise<boolean> {
    const { classes } = await this.tax.read();
    if (!classes.some(({ code }) => code === 'standard'))
      throw new UserError('NOT_FOUND', 'there is no tax class "standard", which products have: create it first (createTaxClass)');
    if (classes.some(({ code }) => code === exemptTaxClass)) return true;
    if (writing) await this.tax.createClass({ code: exemptTaxClass, name: 'Not taxed' }, context);
    return writing;
  }
}

/** For looking only, while the class of what is not taxed does not exist. */
function withoutExemption(input: ProductDraft['input']): ProductDraft['input'] {
  const variants = input.variants.map(({ taxClassCode, ...variant }) =>
    taxClassCode === exemptTaxClass ? variant : { ...variant, ...(taxClassCode !== undefined && { taxClassCode }) },
  );
  return { ...input, variants };
}

function countsOf(products: readonly (SavedProduct | null)[]) {
  const of = (change: SavedProduct['change']) => products.filter((product) => product?.change === change).length;
  const variants = products.flatMap((product) => product?.variants ?? []);
  return {
    created: of('CREATED'),
    updated: of('UPDATED'),
    unchanged: of('UNCHANGED'),
    variants: variants.length,
    variantsCreated: variants.filter(({ created }) => created).length,
  };
}
