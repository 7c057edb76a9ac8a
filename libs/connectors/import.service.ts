import { basename } from 'node:path';
import { Injectable } from '@nestjs/common';
import { overtaken } from '#catalog';
import { ChannelsService, noChannel } from '#channels';
import { type Context, currencyOf, isLanguage, stranger, UserError } from '#kernel';
import { countedLast } from '#platform/broadcast';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import { batchesOf, type Batch } from './batches.connector.js';
import { plus, tally, type Counts } from './counts.js';
import { CustomersConnector } from './customers/customers.connector.js';
import { sentence, type Finding } from './finding.js';
import { importFile, type ImportFile } from './import-file.connector.js';
import {
  advancingRun,
  beginningRun,
  finishingRun,
  refreshingStatistics,
  unfinishedRun,
  type ImportRun,
  type RunKey,
} from './import-run.repository.js';
import type { Decided, Importer, Importing, ImportKind, ImportOptions, Surroundings } from './importer.js';
import { LocationsConnector } from './locations/locations.connector.js';
import { OrganizationsConnector } from './organizations/organizations.connector.js';
import { PriceRowsConnector } from './price-rows/price-rows.connector.js';
import { SegmentsConnector } from './segments/segments.connector.js';
import { ShopifyProductsConnector } from './shopify-products/shopify-products.connector.js';
import { StockLevelsConnector } from './stock-levels/stock-levels.connector.js';
import type { ImportSummary } from './summary.js';
import { openTable, type Table } from './table.connector.js';
import { TaxTablesConnector } from './tax-tables/tax-tables.connector.js';

/** What is to be imported. */
export interface ImportRequest {
  readonly kind: ImportKind;
  readonly path: string;
  readonly options: ImportOptions;
  readonly dryRun: boolean;
}

/** How far an import is. */
export interface ImportProgress {
  /** CHECK: looking at all rows before any is written. */
  readonly pass: 'CHECK' | 'REHEARSE' | 'WRITE';
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Who looks on; may stop the import between two transactions. */
export interface ImportWatch {
  progress(at: ImportProgress): void;
  finding(found: Finding): void | Promise<void>;
  readonly signal?: AbortSignal;
}

type Pass = ImportProgress['pass'];

/** One walk through the file. */
interface Walk {
  readonly importing: Importing<unknown>;
  readonly mostUnits: number;
  readonly table: Table;
  readonly file: ImportFile;
  readonly pass: Pass;
  readonly policy: ImportOptions['policy'];
  /** Findings are told in the first walk only. */
  readonly silent: boolean;
}

/** A batch that is next, with what was decided about it while the one before was not yet written. */
interface Ahead {
  readonly batch: Batch<unknown>;
  readonly early: Promise<Decided | null> | null;
}

/** Imports files: in batches, each committed together with how far the run has come. */
@Injectable()
export class ImportService {
  private readonly importers: readonly Importer[];

  constructor(
    private readonly db: Database,
    private readonly channels: ChannelsService,
    products: ShopifyProductsConnector,
    stock: StockLevelsConnector,
    prices: PriceRowsConnector,
    locations: LocationsConnector,
    customers: CustomersConnector,
    segments: SegmentsConnector,
    organizations: OrganizationsConnector,
    taxes: TaxTablesConnector,
  ) {
    this.importers = [products, stock, prices, locations, customers, segments, organizations, taxes];
  }

  /**
   * Imports the file, or goes on with a run of it that was broken off. Of several processes with the same file one works.
   * @throws UserError when the file is not what it should be, or the shop lacks something
   */
  async run(request: ImportRequest, watch: ImportWatch): Promise<ImportSummary> {
    const importer = this.importers.find(({ kind }) => kind === request.kind);
    if (!importer) throw new UserError('NOT_FOUND', `nothing imports ${request.kind}`);
    const started = performance.now();
    const file = await importFile(request.path);
    const table = (await importer.table?.(file)) ?? (await openTable(file, importer, request.options.mapping ?? null));
    const state = await this.db.inTurn(`import ${request.kind} ${file.hash}`, () =>
      this.work(request, importer, table, file, watch),
    );
    const seconds = (performance.now() - started) / 1000;
    return {
      kind: request.kind,
      file: basename(request.path),
      policy: request.options.policy,
      dryRun: request.dryRun,
      ...state.result,
      seconds: Math.round(seconds * 1000) / 1000,
      rowsPerSecond: Math.round(state.rows / seconds),
      peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  }

  private async work(request: ImportRequest, importer: Importer, table: Table, file: ImportFile, watch: ImportWatch) {
    const { kind, options, dryRun } = request;
    const key: RunKey = { kind, fileHash: file.hash, options };
    const broken = dryRun ? null : await unfinishedRun(this.db, key);
    const id = broken?.id ?? newId('importRun');
    const begin = async (writing: boolean) => importer.begin(table.header, this.surroundings(id, options, writing));
    const walk = { table, mostUnits: importer.mostUnits, file, policy: options.policy };
    const allOrNothing = options.policy === 'reject-all';
    if (allOrNothing && !broken) {
      const checked = await this.walk({ ...walk, importing: await begin(false), pass: 'CHECK', silent: false }, null, watch);
      if (checked.interrupted || (checked.counts['errors'] ?? 0) > 0) {
        const { rows = 0, errors = 0, warnings = 0, rejected = 0 } = checked.counts;
        const outcome = checked.interrupted ? ('INTERRUPTED' as const) : ('REJECTED' as const);
        return { rows, result: { outcome, resumedAfter: null, counts: { rows, errors, warnings, rejected } } };
      }
    }
    const importing = await begin(!dryRun);
    const run: ImportRun | null = dryRun ? null : (broken ?? { id, rowsDone: 0, counts: {} });
    if (run && !broken) await this.db.commit([beginningRun(id, key, basename(request.path))]);
    const pass = dryRun ? 'REHEARSE' : 'WRITE';
    const { counts, interrupted } = await this.walk({ ...walk, importing, pass, silent: allOrNothing }, run, watch);
    if (run && !interrupted) await this.db.commit([finishingRun(id)]);
    const outcome = interrupted ? ('INTERRUPTED' as const) : ('DONE' as const);
    const rows = (counts['rows'] ?? 0) - (broken?.counts['rows'] ?? 0);
    return { rows, result: { outcome, resumedAfter: broken && broken.rowsDone > 0 ? broken.rowsDone : null, counts } };
  }

  private async walk(walk: Walk, run: ImportRun | null, watch: ImportWatch): Promise<{ counts: Counts; interrupted: boolean }> {
    const { file, table, mostUnits, importing, pass } = walk;
    let done: ImportRun | null = run;
    let counts = run?.counts ?? {};
    let bytes = 0;
    let written = 0;
    let nextRefresh = 2;
    const tell = () => {
      watch.progress({ pass, rows: counts['rows'] ?? 0, bytes, totalBytes: file.bytes });
    };
    const batches = batchesOf(table, importing, mostUnits, run?.rowsDone ?? 0, (at) => (bytes = at));
    const take = async (): Promise<Ahead | null> => {
      const step = await batches.next();
      return step.done === true
        ? null
        : { batch: step.value, early: importing.independent ? decideEarly(importing, step.value) : null };
    };
    try {
      for (let ahead = await take(); ahead;) {
        if (watch.signal?.aborted) return { counts, interrupted: true };
        const { batch } = ahead;
        const settling = this.settle(walk, ahead, done, counts);
        settling.catch(() => undefined);
        // the next batch is read, and decided if it may be, while this one is written
        ahead = await take();
        const decided = await settling;
        counts = decided.counts;
        if (done) {
          done = { ...done, rowsDone: batch.last, counts };
          if (++written === nextRefresh) {
            nextRefresh *= 4;
            await this.db.commit([refreshingStatistics()]);
          }
        }
        if (!walk.silent) for (const found of decided.findings) await watch.finding(found);
        tell();
      }
    } finally {
      await batches.return(undefined);
    }
    tell();
    return { counts, interrupted: false };
  }

  /** Decides a batch and commits it together with the run's progress. */
  private async settle({ importing, pass, policy }: Walk, ahead: Ahead, run: ImportRun | null, before: Counts) {
    const { batch } = ahead;
    let { early } = ahead;
    return this.db.deciding('import', async () => {
      const decision = (await early) ?? (await importing.decide(batch.readings));
      // whoever tries again decides on what is there by then
      early = null;
      const { writes, counts, ...told } = decision;
      const findings = [...told.findings].sort((a, b) => a.row - b.row);
      const bad = findings.find(({ weight }) => weight !== 'WARNING');
      if (bad && policy === 'reject-all' && pass !== 'CHECK')
        throw new UserError(
          'BUSY',
          `the shop has changed since the file was checked: ${sentence(bad, policy)}; what comes before is written`,
        );
      const after = plus(before, { rows: batch.rows }, counts, tally(findings));
      try {
        if (pass === 'WRITE' && run) await this.db.commit(countedLast([...writes, advancingRun(run, batch.last, after)]));
        if (pass === 'REHEARSE' && writes.length > 0) await this.db.rehearse(countedLast(writes));
      } catch (error) {
        throw overtaken(error);
      }
      return { counts: after, findings };
    });
  }

  private surroundings(id: string, options: ImportOptions, writing: boolean): Surroundings {
    if (options.locale !== undefined && !isLanguage(options.locale))
      throw new UserError('INVALID', `"${options.locale}" is not a language such as en or pt-BR`, ['locale']);
    const channel = this.channels.defaultChannel() ?? noChannel;
    const currency =
      options.currency === undefined ? channel.currencies[0] : currencyOf(options.currency.toUpperCase(), ['currency']);
    if (!currency) throw new UserError('INVALID', 'the channel has no currency: name one with --currency');
    const locales = [...(options.locale === undefined ? [] : [options.locale]), ...channel.locales];
    const context: Context = {
      actor: { kind: 'system', name: 'import' },
      buyer: stranger,
      channel,
      currency,
      locales,
      requestId: id,
    };
    return { context, currency, options, writing };
  }
}

/** Null when the shop found fault with the batch: that may be because the one before was not yet written. */
async function decideEarly(importing: Importing<unknown>, { readings }: Batch<unknown>): Promise<Decided | null> {
  const known = readings.reduce((sum, { findings }) => sum + findings.length, 0);
  const decided = await importing.decide(readings).catch(() => null);
  return decided?.findings.length === known ? decided : null;
}
