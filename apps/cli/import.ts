import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import {
  importKinds,
  ImportService,
  policies,
  Report,
  sentence,
  summaryLines,
  type Finding,
  type ImportKind,
  type ImportSummary,
  type Policy,
} from '#connectors';
import { UserError } from '#kernel';
import { progressOn } from './progress.js';
import { withApplication } from './with-application.js';

interface Given {
  readonly dryRun?: boolean;
  readonly onError: Policy;
  readonly currency?: string;
  readonly location?: string;
  readonly locale?: string;
  readonly entry?: 'NET' | 'GROSS';
  readonly report?: string;
  /** A file of which column is which. */
  readonly map?: string;
}

const about: Readonly<Record<ImportKind, string>> = {
  products: "products with variants, prices and stock from Shopify's product CSV, also gzipped",
  stock: 'stock levels: sku, quantity and, where wanted, location',
  prices: 'prices: sku, amount and, where wanted, list or currency, min_quantity, compare_at, floor',
  locations: 'the places that stock is kept at: code, name, and where wanted kind, address, time zone, point',
  customers: 'customers: email, and where wanted name, phone, locale, groups, an address a row',
  segments: 'members of segments: segment, email, and where wanted member (false takes out)',
  taxes: 'tax rates by country: periods of percentages by class, or a fraction with those before it, as JSON',
  organizations: 'organizations: code, name, and where wanted parent, settings, a member a row',
};

/** Findings that are told on the terminal when there is no report. */
const mostTold = 20;

/** `import KIND FILE`; `ended` is told the exit code: 0 all is in, 2 something is not, 130 stopped. */
export function importCommand(ended: (code: number) => void): Command {
  const command = new Command('import').description('take in a file; the same file twice changes nothing');
  for (const kind of importKinds) {
    const one = command
      .command(kind)
      .description(about[kind])
      .argument('<file>', 'the file, plain or gzipped: CSV, JSON lines or a JSON array; products only CSV, taxes one JSON object')
      .option('--dry-run', 'report what would happen, and write nothing')
      .addOption(new Option('--on-error <policy>', 'what becomes of bad rows').choices(policies).default('reject-row'))
      .option('--report <file>', 'write every finding there: .json (with the summary) or .csv');
    if (kind === 'products' || kind === 'prices')
      one.option('--currency <code>', "the prices' currency, else the channel's first");
    if (kind === 'products' || kind === 'stock')
      one.option('--location <code>', 'where the stock lies, else where the channel sells from first');
    if (kind !== 'products' && kind !== 'taxes')
      one.option('--map <file>', 'JSON that says which of the columns is which of ours');
    if (kind === 'products') {
      one.option('--locale <locale>', "the language of the texts, else the channel's first");
      one.addOption(
        new Option('--entry <entry>', 'how prices are entered in a base list that is made').choices(['NET', 'GROSS']),
      );
    }
    one.action(async (file: string, given: Given) => {
      ended(await importFile(kind, file, given));
    });
  }
  return command;
}

async function importFile(
  kind: ImportKind,
  path: string,
  { dryRun, onError: policy, report: reportPath, map, ...options }: Given,
): Promise<number> {
  const stopping = new AbortController();
  const stop = () => {
    // asked twice: at once; what is committed stays, and the next run goes on from there
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const mapping = map === undefined ? {} : { mapping: await mappingIn(map) };
  const report = reportPath === undefined ? null : await Report.open(reportPath, policy);
  const told: Finding[] = [];
  const bar = progressOn(process.stderr);
  try {
    const summary = await withApplication((app) =>
      app.get(ImportService, { strict: false }).run(
        { kind, path, dryRun: dryRun ?? false, options: { policy, ...options, ...mapping } },
        {
          signal: stopping.signal,
          progress: (at) => {
            bar.show(at);
          },
          finding: (found) => {
            if (told.length < mostTold) told.push(found);
            return report?.add(found);
          },
        },
      ),
    );
    bar.stop();
    await report?.close(summary);
    tell(summary, told, reportPath);
    if (summary.outcome === 'INTERRUPTED') return 130;
    return (summary.counts['errors'] ?? 0) > 0 ? 2 : 0;
  } finally {
    bar.stop();
  }
}

function tell(summary: ImportSummary, told: readonly Finding[], reportPath: string | undefined): void {
  const { errors = 0, warnings = 0 } = summary.counts;
  const more = errors + warnings - told.length;
  for (const line of told) console.log(sentence(line, summary.policy));
  if (more > 0)
    console.log(`… and ${more.toLocaleString('en')} more${reportPath === undefined ? ': --report FILE keeps them all' : ''}`);
  for (const line of summaryLines(summary)) console.log(line);
  if (reportPath !== undefined) console.log(`  report    ${reportPath}`);
}

async function mappingIn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError('INVALID', `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}
